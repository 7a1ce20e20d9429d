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

/** A card of 32 GB bears some hundred fillings at worst: at this rate it is worn out within about a year. */
const SD_BYTES_PER_DAY = 20_000_000_000;

const sdWrites: Rule = {
  id: 'pi-sd-writes',
  severity: 'warning',
  when: 'Over an hour or more, up to a day, the SD card was written to at a rate of more than 20 GB a day.',
  applies: (_, { host: { sdBytesPerDay } }) =>
    sdBytesPerDay === null || sdBytesPerDay < SD_BYTES_PER_DAY
      ? []
      : [
          {
            title: `The SD card is written to a lot: about ${roughBytes(sdBytesPerDay)} a day.`,
            consequence:
              'Nothing is lost now. An SD card wears out by writing and does not tell how worn it is; at this rate a common one lasts about a year.',
            fix: '`sudo iotop -ao` shows what writes (`sudo apt install iotop` gets it). Use an SSD for what writes much, and limit the logs of containers.',
          },
        ],
};

export const hostRules = [underVoltage, hot, slowed, memoryLow, diskLow, sdWrites, memoryCgroupOff];
