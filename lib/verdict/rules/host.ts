import type { Rule } from '../terms/types';
import { roughBytes } from '../terms/words';

const memoryCgroupOff: Rule = {
  id: 'memory-cgroup-off',
  severity: 'info',
  when: 'The kernel does not count the memory of containers, which is how a Pi comes.',
  applies: (pipeline) =>
    pipeline.engine.hasMemoryCgroup !== false
      ? []
      : [
          {
            title: 'Memory use of the containers cannot be measured.',
            consequence: 'Cosmetic: memory shows as unknown and memory limits have no effect.',
            fix: 'Append `cgroup_enable=memory cgroup_memory=1` to the one line of /boot/firmware/cmdline.txt (older systems: /boot/cmdline.txt) and reboot.',
          },
        ],
};

const underVoltage: Rule = {
  id: 'pi-under-voltage',
  severity: 'warning',
  when: 'The Pi’s firmware, or the kernel’s watch on the voltage, has said so within the last ten minutes.',
  applies: (_, { host }) =>
    !host.isUnderVoltage
      ? []
      : [
          {
            title: 'The Pi gets too little voltage.',
            consequence:
              'It runs slower, and may stop or damage its SD card at any time, with all that is buffered on it.',
            fix: 'Use the power supply that was made for this model, and a short cable. Take off what draws power over USB.',
          },
        ],
};

const slowed: Rule = {
  id: 'pi-throttled',
  severity: 'warning',
  when: 'The Pi’s firmware has lowered the clock of the processor within the last ten minutes.',
  applies: (_, { host }) =>
    !host.isSlowed || host.isUnderVoltage || host.hotCelsius !== null
      ? []
      : [
          {
            title: 'The Pi has lowered its clock.',
            consequence: 'Nothing is lost. Scrapes take longer, and this page answers later.',
            fix: 'Mostly it is too warm or short of power: give it air, and the power supply that was made for it.',
          },
        ],
};

const hot: Rule = {
  id: 'pi-hot',
  severity: 'warning',
  when: 'The processor has been at 80 °C or more within the last ten minutes; from there on a Pi lowers its clock.',
  applies: (_, { host }) =>
    host.hotCelsius === null
      ? []
      : [
          {
            title: `The Pi is hot: about ${Math.round(host.hotCelsius)} °C.`,
            consequence: 'Nothing is lost. It runs slower the hotter it gets, and ages faster.',
            fix: 'Give it air: a heat sink, a fan, or a place without sun.',
          },
        ],
};

/** Below this share of the memory, or this much, Linux soon ends processes. */
const MEMORY_SHARE = 0.05;
const MEMORY_BYTES = 50_000_000;

const memoryLow: Rule = {
  id: 'pi-memory-low',
  severity: 'warning',
  when: 'Less than a twentieth of the memory, or less than 50 MB, is available.',
  applies: (_, { host: { memory } }) =>
    memory === null || memory.free > Math.max(memory.total * MEMORY_SHARE, MEMORY_BYTES)
      ? []
      : [
          {
            title: 'The Pi is nearly out of memory.',
            consequence:
              'When it is out, Linux ends the process that uses most, perhaps vmagent: a gap in your data.',
            fix: 'Collect less, switch Containers off, or stop what else runs on this Pi.',
            href: '/services',
          },
        ],
};

const DISK_SHARE = 0.05;
const DISK_BYTES = 2_000_000_000;
const DISK_LEAST_BYTES = 500_000_000;

const diskLow: Rule = {
  id: 'pi-disk-low',
  severity: 'warning',
  when: 'The disk of the stack’s folder has less than 500 MB left, or less than 2 GB and less than a twentieth.',
  applies: (_, { host: { disk } }) =>
    disk === null || disk.free > Math.max(Math.min(disk.total * DISK_SHARE, DISK_BYTES), DISK_LEAST_BYTES)
      ? []
      : [
          {
            title: `The Pi’s disk is nearly full: ${roughBytes(disk.free)} left.`,
            consequence: 'When it is full, nothing can be buffered, changed or updated any more.',
            fix: 'Free space: `docker system df` shows what images and containers take, `sudo du -xh / | sort -h | tail` the rest.',
          },
        ],
};

const OFTEN = 2;

const powerCuts: Rule = {
  id: 'pi-power-cuts',
  severity: 'warning',
  when: 'Twice or more within seven days the Pi began anew and had not been shut down.',
  applies: (_, { host }) =>
    host.powerCuts < OFTEN
      ? []
      : [
          {
            title: `The Pi lost its power ${host.powerCuts} times within a week, or ended in another way without shutting down.`,
            consequence: 'Each time your data has a gap, and the SD card may be damaged.',
            fix: 'Events tells when. Run `sudo poweroff` before you pull the plug; if nobody pulled it, use the power supply that was made for this model.',
          },
        ],
};

export const hostRules = [underVoltage, powerCuts, hot, slowed, memoryLow, diskLow, memoryCgroupOff];
