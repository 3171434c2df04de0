# Runs `true` through a guest agent with QEMU's own Python package, as a script by hand does: start it, ask until it ended.
import sys
import time

from qemu.qmp.legacy import QEMUMonitorProtocol

agent = QEMUMonitorProtocol(sys.argv[1])
agent.connect(negotiate=False)
pid = agent.cmd_obj({"execute": "guest-exec", "arguments": {"path": "true"}})["return"]["pid"]
while not agent.cmd_obj({"execute": "guest-exec-status", "arguments": {"pid": pid}})["return"]["exited"]:
    time.sleep(0.01)
agent.close()
