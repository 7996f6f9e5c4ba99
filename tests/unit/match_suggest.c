// match_suggest.c: what somebody types, letter by letter, and what has to stand first. The titles are what an office has
// published; several say nearly the same, as they do.
#include "match/match.h"

#include "tap.h"

static const char *const titles[] = {
    "Đèn đường tắt ở phố Lê Lợi",
    "Đèn đường chập chờn ở ngõ 12 Hàng Kênh",
    "Đèn tín hiệu ngã tư Ba Toa chớp vàng",
    "Cột đèn nghiêng trước cổng chợ",
    "Được hỗ trợ gì khi nhà bị tốc mái",
    "Đường Trần Phú ngập sau mưa",
    "Đường vào trường tiểu học Hoa Mai lầy lội",
    "Được phép đỗ xe dưới gầm cầu không",
    "Dưới chân cầu Rào có bãi rác tự phát",
    "Ngập nước ở ngã ba Bà Triệu",
    "Nước máy đục ở phường Nghĩa Xá",
    "Nước máy yếu vào giờ cao điểm",
    "Mất nước ba ngày ở thôn Cao Mật",
    "Mất điện buổi tối ở xã An Thọ",
    "Tiền điện tháng bảy tăng gấp đôi",
    "Cây đổ chắn lối vào chợ Ga",
    "Cây xanh cần cắt tỉa trước mùa bão",
    "Cấp giấy chứng nhận quyền sử dụng đất",
    "Cấp giấy phép xây dựng nhà riêng lẻ",
    "Cấp thẻ căn cước cho trẻ dưới 14 tuổi",
    "Cấp lại giấy khai sinh bị mất",
    "Đăng ký kết hôn có yếu tố nước ngoài",
    "Đăng ký khai sinh cho con",
    "Đăng ký tạm trú qua mạng",
    "Đăng ký thường trú khi mua nhà",
    "Đổi giấy phép lái xe",
    "Sổ đỏ cấp chậm ở xã Đại Bản",
    "Sổ hộ khẩu giấy còn giá trị không",
    "Thu gom rác thải ở chợ Cầu Rào",
    "Rác ùn ứ cuối ngõ 80",
    "Tiếng ồn từ quán karaoke ban đêm",
    "Karaoke loa kéo trong khu dân cư",
    "Chó thả rông cắn người ở khu tập thể",
    "Nắp cống vỡ giữa đường Chợ Hàng",
    "Cống tắc, nước thải tràn ra đường",
    "Ổ gà trên đường Phạm Văn Đồng",
    "Xe tải chạy vào giờ cấm",
    "Xe buýt bỏ bến trước bệnh viện",
    "Bệnh viện quá tải, chờ khám lâu",
    "Bảo hiểm y tế hộ gia đình nộp ở đâu",
    "Bảo hiểm thất nghiệp chậm chi trả",
    "Học phí trường mầm non công lập",
    "Trường học thiếu phòng học lớp một",
    "Lấn chiếm vỉa hè bán hàng",
    "Vỉa hè bong gạch đường Tô Hiệu",
    "Hỗ trợ hộ nghèo sửa nhà",
    "Trợ cấp người cao tuổi không có lương hưu",
    "Người khuyết tật xin xe lăn",
    "Nguồn nước giếng khoan có mùi",
    "Phòng cháy chữa cháy chung cư",
    "Chung cư cũ xuống cấp, nứt tường",
    "Khiếu nại quyết định thu hồi đất",
    "Thu hồi đất làm đường vành đai",
    "Thủ tục chuyển nhượng đất nông nghiệp",
    "Sạt lở bờ sông đoạn sau đình làng",
    "Street lights out on Le Loi street",
    "Street cleaning on market days",
    "Building permit for a private house",
    "Birth certificate for a child born abroad",
};

// Typed, and how the text that stands first begins.
static const struct {
    const char *typed, *first;
} rows[] = {
    // without marks
    {"den duo", "Đèn đường"},
    {"den d", "Đèn đường"},
    {"den duong ta", "Đèn đường tắt"},
    {"den duong ch", "Đèn đường chập"},
    {"den ti", "Đèn tín hiệu"},
    {"cot d", "Cột đèn"},
    {"mat n", "Mất nước"},
    {"mat d", "Mất điện"},
    {"nuoc ma", "Nước máy"},
    {"nuoc may y", "Nước máy yếu"},
    {"cap giay ch", "Cấp giấy chứng"},
    {"cap giay ph", "Cấp giấy phép"},
    {"cap the", "Cấp thẻ"},
    {"cap lai gi", "Cấp lại giấy"},
    {"dang ky ket", "Đăng ký kết"},
    {"dang ky kha", "Đăng ký khai"},
    {"dang ky ta", "Đăng ký tạm"},
    {"dang ky th", "Đăng ký thường"},
    {"so do", "Sổ đỏ"},
    {"so h", "Sổ hộ"},
    {"cay do", "Cây đổ"},
    {"cay xa", "Cây xanh"},
    {"tieng o", "Tiếng ồn"},
    {"karao", "Karaoke"},
    {"benh vi", "Bệnh viện"},
    {"bao hiem y", "Bảo hiểm y"},
    {"bao hiem tha", "Bảo hiểm thất"},
    {"via he b", "Vỉa hè bong"},
    {"lan ch", "Lấn chiếm"},
    {"thu hoi", "Thu hồi"},
    {"o g", "Ổ gà"},
    {"ng khuyet t", "Người khuyết"},
    // with marks, some or all
    {"đèn đườ", "Đèn đường"},
    {"đèn đ", "Đèn đường"},
    {"Nước má", "Nước máy"},
    {"nguồn nư", "Nguồn nước"},
    {"đư", "Đư"},
    {"dưới ch", "Dưới chân"},
    {"dướ", "Dưới chân"},
    {"đườ", "Đường"},
    {"đượ", "Được"},
    {"cây đổ", "Cây đổ"},
    {"được ph", "Được phép"},
    {"được hỗ", "Được hỗ"},
    {"học p", "Học phí"},
    {"chung c", "Chung cư"},
    {"rác ù", "Rác ùn"},
    {"trợ c", "Trợ cấp"},
    {"người kh", "Người khuyết"},
    // marks apart, marks on their way
    {"đe\u0300n đươ\u0300", "Đèn đường"},
    {"mâ\u0301t nư", "Mất nước"},
    {"ca\u0302y đo\u0302\u0309", "Cây đổ"},
    {"đèn đương", "Đèn đường"},
    {"đèn đươ", "Đèn đường"},
    {"đen đuo", "Đèn đường"},
    // raw keys of Telex, not yet put together
    {"den dduo", "Đèn đường"},
    {"ddenf dduowng", "Đèn đường"},
    {"mất nuwows", "Mất nước"},
    {"caay ddoor", "Cây đổ"},
    {"via hè bong ga", "Vỉa hè bong"},
    // English
    {"street li", "Street lights"},
    {"street cl", "Street cleaning"},
    {"building p", "Building permit"},
    {"birth cer", "Birth certificate"},
};

static struct str first_of(const struct match *m, const char *typed, struct arena *a)
{
    struct match_hits hits;
    match_suggest(m, str_c(typed), &(struct match_ask){.limit = 5, .filter = {.public_only = true}}, a, &hits);
    return hits.n == 0 ? STR("nothing") : str_c(titles[hits.v[0].id]);
}

static void test_rows(const struct match *m)
{
    struct arena a = ARENA_INIT;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct str first = first_of(m, rows[i].typed, &a);
        ok(str_starts(first, str_c(rows[i].first)), "\"%s\": %.*s", rows[i].typed, STR_ARG(first));
        struct match_hits hits; // the live search counts too
        struct match_found found;
        match_find(m, str_c(rows[i].typed), &(struct match_ask){.prefix = true}, NULL, 0, &a, &hits, &found);
        ok(hits.n > 0 && str_starts(str_c(titles[hits.v[0].id]), str_c(rows[i].first)), "found with counts too");
        arena_reset(&a);
    }
    arena_free(&a);
}

int main(void)
{
    struct match *m;
    struct err e = ERR_INIT;
    if (!match_open(NULL, &m, &e)) {
        printf("Bail out! %s\n", e.what);
        return 1;
    }
    const struct match_attr attr = {.kind = MATCH_MATTER, .public = true};
    for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
        match_add(m, (int64_t)i, str_c(titles[i]), &attr, NULL, 0);
    }
    test_rows(m);
    match_close(m);
    return tap_done();
}
