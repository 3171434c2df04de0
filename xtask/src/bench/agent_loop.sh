# Runs `true` through a guest agent with virsh, as a script by hand does: DOMAIN.
call() { virsh -q qemu-agent-command "$1" "$2"; }
pid=$(call "$1" '{"execute": "guest-exec", "arguments": {"path": "true"}}' | tr -dc 0-9) && [ -n "$pid" ] || exit 1
until call "$1" "{\"execute\": \"guest-exec-status\", \"arguments\": {\"pid\": $pid}}" | grep -q '"exited":true'; do
  sleep 0.01
done
