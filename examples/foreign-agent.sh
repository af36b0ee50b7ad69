#!/bin/sh
#
# An agent that knows nothing of Kantoku but a folder: it takes messages as files, works, and answers
# with files. Plain POSIX sh, to be copied and changed; `work` is the place for your own job. The
# rules of the folder are in docs/foreign-agents.md.

usage() {
  cat <<'END'
Usage: foreign-agent.sh [--home DIR] [--name NAME] [--lease SECONDS] [--exec PROGRAM] [--once] TOPIC...

Takes the messages of the TOPICs, one at a time, until it gets SIGTERM or SIGINT.

  --home DIR       the home of Kantoku, in which data/outbox is (default: $KANTOKU_HOME, or here)
  --name NAME      the agent's folder in the outbox (default: foreign-agent); two agents that run
                   beside each other need two names
  --lease SECONDS  how long a message stays ours after we died, at least 3 (default: 60)
  --exec PROGRAM   what does the work; without it, the words of the payload's "text" are counted
  --once           answer one message and leave

PROGRAM gets the path of the message file as its only argument. What it prints, one JSON value, is the
result. Exit code 0: done. 75: not now, try again in a minute. 65: the message is bad, don't try again.
Any other: failed, to be tried again; the last line on stderr says why. SIGTERM: the work is void.

Exit codes: 0 done, 1 failed, 2 bad usage.
END
}

# ---- What was asked for ---------------------------------------------------------------------------

set -u

say() { printf 'foreign-agent: %s\n' "$1" >&2; }
die() { say "$1"; exit "${2:-1}"; }

home=${KANTOKU_HOME:-.} name=foreign-agent lease=60 program='' once='' topics=''

while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --once) once=yes; shift; continue ;;
    --home | --name | --lease | --exec) [ $# -ge 2 ] || die "$1 needs a value" 2 ;;
    '' | *[!A-Za-z0-9._-]* | -*) die "no topic or option: $1 (see --help)" 2 ;;
    *) topics="$topics${topics:+, }\"$1\""; shift; continue ;;
  esac
  case $1 in
    --home) home=$2 ;;
    --name) name=$2 ;;
    --lease) lease=$2 ;;
    --exec) program=$2 ;;
  esac
  shift 2
done

[ -n "$topics" ] || die 'which topics? (see --help)' 2
case $name in '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) die "no name for an agent: $name" 2 ;; esac
case $lease in '' | *[!0-9]*) die "no number of seconds: $lease" 2 ;; esac
[ "$lease" -ge 3 ] || die 'a lease has at least 3 seconds' 2
[ -z "$program" ] || command -v "$program" >/dev/null || die "no such program: $program" 2
[ -d "$home/data" ] || die "no home of Kantoku: $home has no folder data" 2

box=$home/data/outbox/$name
scratch=${TMPDIR:-/tmp}/foreign-agent.$$

# ---- Reading a message file -----------------------------------------------------------------------

# Every field of a message stands on a line of its own behind two spaces, every field of its payload
# behind four. So sed can read both, and nothing in a payload can pass for a field of the message.
# Prints nothing for null.
field() { sed -n 's/^  "'"$1"'": "\{0,1\}\([^"]*\)"\{0,1\},$/\1/p' "$2" 2>/dev/null | sed 's/^null$//'; }

# A text in the payload. Without jq, of the escapes in JSON only \\ \" \n \r \t are undone.
payload_text() {
  if command -v jq >/dev/null 2>&1; then
    jq -j --arg key "$1" '.payload[$key] | strings' "$2"
  else
    sed -n 's/^    "'"$1"'": "\(.*\)",\{0,1\}$/\1/p' "$2" |
      sed -e 's/\\\\/\\\//g' -e 's/\\"/"/g' -e 's/\\t/	/g' -e 's/\\[nr]/\
/g' -e 's/\\\//\\/g'
  fi
}

# ---- The work -------------------------------------------------------------------------------------

# Gets the message file, prints the result as JSON; exit codes as in the usage. Change this.
work() {
  [ -z "$program" ] || exec "$program" "$1"
  payload_text text "$1" >"$scratch/text"
  words=$(LC_ALL=C.UTF-8 wc -w <"$scratch/text")
  if [ "$words" -eq 0 ]; then
    echo 'the payload has no "text", or no word in it' >&2
    return 65
  fi
  printf '{"words": %d}\n' "$words"
}

# ---- Taking and answering -------------------------------------------------------------------------

worker='' keeper='' id='' token='' answered=''

# Works on one message file and answers it.
take() {
  file=$1
  touch -c "$file" # We have begun. -c: never make a file that has just been taken back.
  id=$(field id "$file") token=$(field token "$file") reply_to=$(field replyTo "$file")
  if [ -z "$token" ]; then return; fi

  work "$file" >"$scratch/out" 2>"$scratch/err" &
  worker=$!
  keep "$file" "$worker" &
  keeper=$!
  wait "$worker"
  code=$?
  stop_keeper
  worker=''

  # The message was cancelled or its lease lost: somebody else has it, nobody wants our answer.
  if [ "$(field token "$file")" != "$token" ]; then
    say "$id was taken away"
  else
    case $code in
      0) answer "$(outcome_of_success)" ;;
      65) answer "\"outcome\": \"failed\", \"terminal\": true, \"error\": \"$(last_error)\"" ;;
      75) answer '"outcome": "snoozed", "delayMs": 60000' ;;
      *) answer "\"outcome\": \"failed\", \"error\": \"exit code $code: $(last_error)\"" ;;
    esac
  fi
  token=''
}

# While the work goes on, touches the file: that prolongs the lease. Ends the work when it is void
# (the file is gone, or of another lease), or when this script has been killed.
keep() {
  seconds=0
  while sleep 1; do
    if ! kill -0 "$$" 2>/dev/null || [ "$(field token "$1")" != "$token" ]; then
      kill "$2" 2>/dev/null
      exit 0
    fi
    seconds=$((seconds + 1))
    if [ $((seconds % (lease / 3))) -eq 0 ]; then touch -c "$1"; fi
  done
}

# SIGKILL: a young shell may miss SIGTERM, before it has shed the traps that it was born with.
stop_keeper() {
  kill -KILL "$keeper" 2>/dev/null
  wait "$keeper" 2>/dev/null
  keeper=''
}

# A result is sent to whoever asked for one.
outcome_of_success() {
  printf '"outcome": "done"'
  if [ -n "$reply_to" ] && [ -s "$scratch/out" ]; then printf ', "result": %s' "$(cat "$scratch/out")"; fi
}

# As the inside of a JSON string: printable ASCII, quotes and backslashes escaped.
last_error() { tail -n 1 "$scratch/err" | LC_ALL=C tr -cd '\040-\176' | sed 's/[\\"]/\\&/g'; }

# Written beside and renamed, so that nobody reads half an answer. The queue needs a moment to take
# the message file away: until then we must not take it for a new one.
answer() {
  printf '{"id": "%s", "token": "%s", %s}\n' "$id" "$token" "$1" >"$box/acks/.$id.json" &&
    mv "$box/acks/.$id.json" "$box/acks/$id.$token.json" && answered=$id$token
}

# ---- Coming and going -----------------------------------------------------------------------------

announce() {
  mkdir -p "$box/acks" "$scratch" || die "can't write to $box or $scratch"
  if [ -f "$box/.pid" ] && kill -0 "$(cat "$box/.pid")" 2>/dev/null; then
    rm -rf "$scratch"
    die "process $(cat "$box/.pid") is the agent $name already (or remove $box/.pid)"
  fi
  trap leave EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  echo "$$" >"$box/.pid"
  rm -f "$box/agent.json.reason.txt"
  printf '{"topics": [%s], "max": 1, "leaseMs": %s}\n' "$topics" "$((lease * 1000))" >"$box/.agent.json"
  mv "$box/.agent.json" "$box/agent.json"
}

# Gives back what we have. What we have not begun is taken back when agent.json is gone.
leave() {
  trap - EXIT
  [ -z "$worker" ] || kill "$worker" 2>/dev/null
  [ -z "$keeper" ] || stop_keeper
  rm -f "$box/agent.json" "$box/.pid"
  [ -z "$token" ] || answer '"outcome": "released"'
  rm -rf "$scratch"
}

announce
while :; do
  found=''
  for file in "$box"/*.json; do
    [ "$file" != "$box/agent.json" ] || continue
    # The lease: answered already, or taken back, or a file of our own.
    lease_of_file=$(field id "$file")$(field token "$file")
    case $lease_of_file in '' | "$answered") continue ;; esac
    found=yes
    take "$file"
    [ -z "$once" ] || exit 0
  done
  [ -z "$found" ] || continue
  [ ! -f "$box/agent.json.reason.txt" ] || die "refused: $(cat "$box/agent.json.reason.txt")"
  sleep 0.2 2>/dev/null || sleep 1 # POSIX knows whole seconds only.
done
