# Copyright 2026 The sanode authors
# SPDX-License-Identifier: Apache-2.0
#
# What the agents beside this file have in common: each keeps one daemon, a small node program, in the background.
# POSIX sh. An agent sets the defaults of its own parameters and of OCF_RESKEY_program, sources this file and provides
#
#   daemon_command      runs the daemon in the foreground; is called in a subshell that it replaces by exec
#   daemon_check        asks the running daemon whether it does its work
#   validate            checks the parameters
#   meta_data           prints the meta-data

OCF_SUCCESS=0
OCF_ERR_GENERIC=1
OCF_ERR_UNIMPLEMENTED=3
OCF_ERR_PERM=4
OCF_ERR_INSTALLED=5
OCF_ERR_CONFIGURED=6
OCF_NOT_RUNNING=7

: "${OCF_RESKEY_program:=}"
: "${OCF_RESKEY_node:=node}"
: "${OCF_RESKEY_state_dir:=${HA_RSCTMP:-/tmp}/sanode-$(id -u)}"

instance=${OCF_RESOURCE_INSTANCE:-default}
name=${0##*/}-$instance
pid_file=$OCF_RESKEY_state_dir/$name.pid
log_file=$OCF_RESKEY_state_dir/$name.log

umask 077

# One line for the user, in the form that the cluster shows.
reason() {
  echo "ocf-exit-reason:$*" >&2
}

# A moment; where sleep knows whole seconds only, a second.
pause() {
  sleep 0.05 2>/dev/null || sleep 1
}

validate_port() {
  case $2 in
    '' | *[!0-9]* | ??????*) ;;
    *) [ "$2" -ge 1 ] && [ "$2" -le 65535 ] && return $OCF_SUCCESS ;;
  esac
  reason "$1=\"$2\" is not a TCP port"
  return $OCF_ERR_CONFIGURED
}

validate_common() {
  case $instance in
    */*)
      reason "The resource's name \"$instance\" contains a slash"
      return $OCF_ERR_CONFIGURED
      ;;
  esac
  if ! command -v "$OCF_RESKEY_node" >/dev/null 2>&1; then
    reason "$OCF_RESKEY_node: not found (parameter node)"
    return $OCF_ERR_INSTALLED
  fi
  if [ ! -r "$OCF_RESKEY_program" ]; then
    reason "$OCF_RESKEY_program: cannot be read (parameter program)"
    return $OCF_ERR_INSTALLED
  fi
}

# The directory must be ours: under /tmp somebody else could have laid it out for us.
prepare_state_dir() {
  mkdir -p "$OCF_RESKEY_state_dir" 2>/dev/null
  if [ ! -d "$OCF_RESKEY_state_dir" ] || [ ! -O "$OCF_RESKEY_state_dir" ] || [ ! -w "$OCF_RESKEY_state_dir" ]; then
    reason "$OCF_RESKEY_state_dir: not a directory of ours that we may write to (parameter state_dir)"
    return $OCF_ERR_PERM
  fi
}

# The arguments of a process, one a line; nothing for one that has ended.
process_arguments() {
  if [ -d /proc/self ]; then
    # The shell reports a process that has ended meanwhile; nobody wants to know.
    { tr '\0' '\n' <"/proc/$1/cmdline"; } 2>/dev/null
  else
    ps -o args= -p "$1" 2>/dev/null | tr ' ' '\n'
  fi
}

# Whether a process has ended, even if nobody has asked for its exit code yet. Its arguments do not tell: they are
# empty for a moment in each process that is just being executed.
has_ended() {
  kill -0 "$1" 2>/dev/null || return 0
  if [ -d /proc/self ]; then
    case $(cat "/proc/$1/stat" 2>/dev/null) in
      '' | *') Z '*) return 0 ;;
    esac
  else
    case $(ps -o state= -p "$1" 2>/dev/null) in
      '' | Z*) return 0 ;;
    esac
  fi
  return 1
}

# Prints the daemon's process number, if it runs. Its pid file among its arguments is what makes a process ours: the
# number alone may have gone to another one since.
daemon_pid() {
  [ -r "$pid_file" ] || return 1
  read -r pid <"$pid_file" || return 1
  case $pid in
    '' | *[!0-9]*) return 1 ;;
  esac
  process_arguments "$pid" | grep -Fxq -- "$pid_file" || return 1
  echo "$pid"
}

daemon_monitor() {
  daemon_pid >/dev/null || return $OCF_NOT_RUNNING
  problem=$(daemon_check 2>&1) && return $OCF_SUCCESS
  # It may have ended just now, and then that is the news.
  daemon_pid >/dev/null || return $OCF_NOT_RUNNING
  reason "$problem"
  return $OCF_ERR_GENERIC
}

daemon_start() {
  daemon_monitor 2>/dev/null && return $OCF_SUCCESS
  prepare_state_dir || return $?
  daemon_stop || return $?
  (
    trap '' HUP
    daemon_command
  ) </dev/null >"$log_file" 2>&1 &
  child=$!
  echo "$child" >"$pid_file.new" && mv "$pid_file.new" "$pid_file" || return $OCF_ERR_GENERIC
  # How long this may take is the cluster's to say: it ends us at the operation's timeout.
  until grep -q '^ready$' "$log_file"; do
    if has_ended "$child"; then
      wait "$child"
      code=$?
      rm -f "$pid_file"
      reason "$(tail -n 1 "$log_file")"
      [ "$code" -ge 1 ] && [ "$code" -le 6 ] && return "$code"
      return $OCF_ERR_GENERIC
    fi
    pause
  done
  daemon_monitor
}

daemon_stop() {
  if pid=$(daemon_pid); then
    kill -TERM "$pid" 2>/dev/null
    polls=0
    while daemon_pid >/dev/null; do
      polls=$((polls + 1))
      [ "$polls" -eq 40 ] && kill -KILL "$pid" 2>/dev/null
      pause
    done
  fi
  rm -f "$pid_file" "$pid_file.new"
  return $OCF_SUCCESS
}

# The parameters that all these agents have, for their meta-data.
meta_data_common() {
  cat <<END
    <parameter name="state_dir" unique="0" required="0">
      <longdesc lang="en">Directory for the pid file and the log. Made if it is missing. The default is the directory of
resource agents, or /tmp, and in it one for the user.</longdesc>
      <shortdesc lang="en">State directory</shortdesc>
      <content type="string"/>
    </parameter>
    <parameter name="node" unique="0" required="0">
      <longdesc lang="en">The command by which Node.js is run.</longdesc>
      <shortdesc lang="en">Node.js</shortdesc>
      <content type="string" default="node"/>
    </parameter>
    <parameter name="program" unique="0" required="0">
      <longdesc lang="en">The program that Node.js runs. The default is the one that stands beside the agent.</longdesc>
      <shortdesc lang="en">Program</shortdesc>
      <content type="string"/>
    </parameter>
END
}

# Runs the action that the agent was called with.
run_agent() {
  case ${1-} in
    meta-data)
      meta_data
      return $OCF_SUCCESS
      ;;
    start | reload-agent | validate-all)
      validate || return $?
      ;;
  esac
  case ${1-} in
    start) daemon_start ;;
    stop) daemon_stop ;;
    monitor) daemon_monitor ;;
    reload-agent) daemon_reload ;;
    validate-all) ;;
    *)
      echo "usage: $0 start|stop|monitor|reload-agent|validate-all|meta-data" >&2
      return $OCF_ERR_UNIMPLEMENTED
      ;;
  esac
}

# An agent that can take over changed parameters replaces this.
daemon_reload() {
  return $OCF_ERR_UNIMPLEMENTED
}
