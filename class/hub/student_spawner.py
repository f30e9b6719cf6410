"""The spawner of jupyterhub_config.py: systemd's, with a port for each student.

A spawner picks a port that is free at that moment, and the server listens on it only when it has started, in a full
class half a minute later. In a trial two of thirty were given the same one: both counted as started when the first
answered, and the second died (https://github.com/jupyterhub/jupyterhub/issues/3005 describes it).
"""

from systemdspawner import SystemdSpawner

FIRST_PORT, PORTS = 20_000, 10_000  # below 32768, where Linux begins to hand out ports by itself


class OwnPort:
    """What is added to a spawner so that each student keeps one port."""

    @property
    def port(self):
        """The student's port: their number in the hub's list, counted from FIRST_PORT."""
        return FIRST_PORT + self.user.id % PORTS

    @port.setter
    def port(self, picked):
        """Leave aside the port that was picked."""


class StudentSpawner(OwnPort, SystemdSpawner):
    """A unit of systemd's for each student, on a port of its own."""
