What every command shares: where help is, and what is said to a mistake.

Nothing typed at all is a mistake; the overview is shown where mistakes are told.

$ hoiam
! Hồi Âm: the working system of a public information office.
!
! Usage: hoiam COMMAND [options]
! ...
? 2

Asked for, it goes to standard output. Every command is in it.

$ hoiam --help
> ...
> Commands:
> ...
>   version *print the version
> ...

$ hoiam help | grep -c .
> *

$ hoiam help version
> hoiam version: print the version
> ...
> Usage: hoiam version [options]
> ...
>   --short * only the number
>   --lang LANG * language in which this command speaks: vi or en
>   -h, --help * show this text
>
> Example:
>   hoiam version

$ hoiam version -h | head -1
> hoiam version: print the version

$ hoiam help nothing
! hoiam help: there is no command "nothing"; "hoiam help" lists them
! hoiam help: see hoiam help --help
? 2

The nearest command is suggested, but only where it is near.

$ hoiam versoin
! hoiam: there is no command "versoin"; did you mean "version"?
! hoiam: "hoiam help" lists what there is
? 2

$ hoiam frobnicate
! hoiam: there is no command "frobnicate"
! hoiam: "hoiam help" lists what there is
? 2

So is the nearest option; all mistakes are told at once.

$ hoiam version --shrot extra --short=1
! hoiam version: there is no option --shrot; did you mean --short?
! hoiam version: --short takes no value
! hoiam version: see hoiam version --help
? 2

$ hoiam version extra
! hoiam version: "extra" is one word too many
! hoiam version: see hoiam version --help
? 2

$ hoiam version -- --short
! hoiam version: "--short" is one word too many
! hoiam version: see hoiam version --help
? 2

$ hoiam version --short --short
! hoiam version: --short can be given only once
! hoiam version: see hoiam version --help
? 2

$ hoiam --version
> hoiam *
> *

$ hoiam version --short | tr -d '0-9'
> ..

Output that cannot be written is a failure.

$ hoiam help > /dev/full
! hoiam: standard output could not be written: *
? 1

The manual page is made from the same texts.

$ hoiam help --man | grep -A3 '^.Ss version'
> .Ss version
> .Nm
> .Cm version
> .Op Ar options
