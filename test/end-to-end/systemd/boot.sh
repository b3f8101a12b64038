#!/bin/sh
# Boots systemd as process 1 of the namespaces that it is called in (pid, mount, uts, ipc, net, cgroup).
# $1: a directory with units/, overrides/ and bus/, the only one of the host that can be written to from within.
# The root is a file system in memory and /usr is read-only; systemd sees no units but the given ones.
set -e
shared=$1
root=$shared/root
mount --make-rprivate /
mkdir -p "$root"
mount -t tmpfs -o size=64m tmpfs "$root"
cd "$root"
mkdir usr etc proc sys dev run tmp var root oldroot
mount --bind /usr usr
mount -o remount,bind,ro usr
for link in bin sbin lib lib32 lib64 libx32; do
  if [ -L "/$link" ]; then ln -s "usr/$link" "$link"; fi
done
for file in passwd group nsswitch.conf ld.so.cache; do cp "/etc/$file" etc/; done
echo 0123456789abcdef0123456789abcdef >etc/machine-id
mkdir -p etc/systemd/system var/lib dev/shm dev/pts
mount -t proc proc proc
for device in null zero full random urandom tty; do
  : >"dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
ln -s /proc/self/fd dev/fd
mount -t sysfs -o ro sysfs sys
mount -t tmpfs tmpfs sys/fs/cgroup
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run
mkdir -p run/dbus run/systemd/system run/lock
mount --bind "$shared/bus" run/dbus
mount --bind "$shared/overrides" run/systemd/system
mount --bind "$shared/units" etc/systemd/system
pivot_root . oldroot
cd /
# systemd acts on the whole file system of its root: better none than the host's.
umount -l /oldroot
rmdir /oldroot
exec env -i container=sanode PATH=/usr/sbin:/usr/bin SYSTEMD_GENERATOR_PATH=/none \
  SYSTEMD_UNIT_PATH=/run/systemd/system:/etc/systemd/system \
  /lib/systemd/systemd --system --unit=test.target --log-target=console --log-level=warning --show-status=no \
  --default-standard-output=null
