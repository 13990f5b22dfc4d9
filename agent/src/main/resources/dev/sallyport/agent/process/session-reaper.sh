# Run by the agent beside its sessions; outlives it, and then ends what they left. POSIX shell, no other program.
# Input: "+ TOKEN" before a session is started, "= TOKEN PID" when its leader runs, "- TOKEN" when it ended by itself; with
# _ for each - of the token.
# The end of input means that the agent is gone. All that still belongs to a running session is then hung up on, and
# killed a second later: by session id, by descent, and by the token in the environment.
trap '' HUP INT TERM PIPE

# Each running session is a variable, session_TOKEN=LEADER: setting one costs the same however many there are.
while read -r what token pid; do
    case $token in '' | *[!0-9A-Za-z_]*) continue ;; esac
    case $what in
    +) eval "session_$token=-" ;;
    =) eval "session_$token=\$pid" ;;
    -) unset "session_$token" ;;
    esac
done

blank=$IFS
live=' '
while IFS='=' read -r name leader; do
    case $name in
    session_*)
        IFS=_
        set -- ${name#session_}
        IFS=-
        token="$*"
        IFS=$blank
        leader=${leader#"'"}
        live="$live$token:${leader%"'"} "
        ;;
    esac
done << END
$(set)
END
[ "$live" = ' ' ] && exit 0

# Sets $found to the processes of the sessions that were running.
find_processes() {
    found=' '
    parents=
    for file in /proc/[0-9]*/stat; do
        line=
        { while read -r more; do line=$more; done < "$file"; } 2> /dev/null
        [ -n "$line" ] || continue
        pid=${file#/proc/}
        pid=${pid%/stat}
        [ "$pid" = $$ ] && continue
        # A program can name itself anything, with blanks, brackets and line ends: what counts comes behind the last ") ".
        set -- ${line##*) }
        [ "$1" = Z ] && continue
        parents="$parents $pid:$2"
        case $live in *":$4 "*) found="$found$pid " ;; esac
    done
    for session in $live; do
        for file in $(grep -lsF "SALLYPORT_SESSION=${session%%:*}" /proc/[0-9]*/environ); do
            pid=${file#/proc/}
            pid=${pid%/environ}
            case $found in *" $pid "*) ;; *) found="$found$pid " ;; esac
        done
    done
    grown=yes
    while [ "$grown" = yes ]; do
        grown=no
        for pair in $parents; do
            case $found in *" ${pair%:*} "*) continue ;; esac
            case $found in *" ${pair#*:} "*) found="$found${pair%:*} "; grown=yes ;; esac
        done
    done
}

find_processes
first=$found
[ "$first" = ' ' ] || kill -HUP $first 2> /dev/null
sleep 1
round=0
while [ $round -lt 10 ]; do
    find_processes
    [ "$found" = ' ' ] && break
    kill -KILL $found 2> /dev/null
    sleep 0.2
    round=$((round + 1))
done
exit 0
