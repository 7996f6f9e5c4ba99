# The front door. The build graph is in meson.build.
#
#   make          the release binary, build/hoiam
#   make demo     a demo office with data at http://127.0.0.1:8080 (PORT= another); Ctrl-C ends it
#   make check    everything that can be checked; ends with one line of counts
#   make deps     the packages that building needs         make doctor   what is missing, and how to get it
#   make bench    how fast, beside reference runs          make fuzz     hostile bytes, T=60 seconds in all
#   make cover    which lines the tests reach              make fmt      clang-format over src, tools, tests
#   make soak     200 rounds of kill -9 under load     N= as many
#   make tsan     the engine's readers beside its writer, under ThreadSanitizer
#   make po       new texts into po/*.po, to be translated
#   make deb      an installable Debian package            make install  DESTDIR= elsewhere
PORT ?= 8080
T ?= 60
N ?= 200
CHECK = -Dbuildtype=debug -Db_sanitize=address,undefined --werror
RELEASE = -Dbuildtype=release -Dhardening=true -Dstrip=false

.PHONY: all demo deps check check-layers bench fuzz soak tsan cover po fmt deb doctor install clean
all: build/build.ninja
	@ninja -C build --quiet
	@ln -sf src/hoiam build/hoiam

build/build.ninja:
	@meson setup build $(RELEASE) >build.log 2>&1 || { cat build.log; echo "make doctor says what is missing"; exit 1; }
	@mv build.log build/

deps:
	@tools/deps.sh build

demo: deps
	@$(MAKE) --no-print-directory all
	@exec build/hoiam demo --port $(PORT)

check:
	@tools/check.sh $(CHECK)

check-layers:
	@tools/check-layers.sh .

bench: all
	@tools/bench.sh

fuzz:
	@tools/fuzz.sh $(T)

soak:
	@[ -f build-check/build.ninja ] || meson setup build-check $(CHECK) >/dev/null
	@ninja -C build-check --quiet src/hoiam tests/faults/test_kill9
	@build-check/tests/faults/test_kill9 build-check/src/hoiam $(N)

tsan:
	@tools/tsan.sh

cover:
	@tools/cover.sh

po: build/build.ninja
	@ninja -C build --quiet tools/mkpo
	@tools/po.sh merge build/tools/mkpo

fmt:
	@git ls-files 'src/*.[ch]' 'tools/*.[ch]' 'tests/*.[ch]' | xargs clang-format -i

deb:
	@tools/deb.sh

doctor:
	@tools/doctor.sh

install: all
	meson install -C build --no-rebuild $(if $(DESTDIR),--destdir $(abspath $(DESTDIR)))

clean:
	rm -rf build build-*
