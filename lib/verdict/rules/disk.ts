import type { Rule } from '../terms/types';
import { roughBytes } from '../terms/words';

const readOnly: Rule = {
  id: 'pi-disk-read-only',
  severity: 'warning',
  when: 'The file system that holds the stack can no longer be written to, as the kernel makes it after an error of the disk.',
  applies: (_, { host }) =>
    !host.isReadOnly
      ? []
      : [
          {
            title: 'The Pi’s disk can no longer be written to: its file system was made read-only.',
            consequence:
              'Nothing can be changed or kept, and what vmagent cannot deliver at once may be lost. After a reboot the Pi may not come back.',
            fix: 'Copy compose/config to another machine now. `sudo dmesg | grep -iE "ext4|mmc|I/O error"` says why. Mostly the SD card is worn out: put in a new one.',
          },
        ],
};

/** Tenths of its life. */
const WORN = 9;
const BEYOND = 11;

const cardWorn: Rule = {
  id: 'pi-card-worn',
  severity: 'warning',
  when: 'The Pi’s flash memory tells that 80 % of its life or more is used, or most of its spare blocks. SD cards do not tell.',
  applies: (_, { host: { cardWear } }) => {
    const tenth = cardWear?.tenth ?? 0;
    if (!cardWear?.isSpareLow && tenth < WORN) return [];
    const how =
      tenth >= BEYOND
        ? 'it is beyond the life that it was made for'
        : tenth >= WORN
          ? `${(tenth - 1) * 10} to ${tenth * 10} % of its life is used`
          : 'most of its spare blocks are used';
    return [
      {
        title: `The Pi’s flash memory is nearly worn out: ${how}.`,
        consequence:
          'Nothing is lost now. One day it can no longer be written to, and the Pi may not start again.',
        fix: 'Copy compose/config to another machine, and move to a new module or to an SSD soon.',
      },
    ];
  },
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
            fix: 'The page Services lists what each service writes; Settings → Buffer and retention moves buffer and store to a USB disk. `sudo iotop -ao` shows other programs (`sudo apt install iotop` gets it). Limit the logs of containers.',
            href: '/services',
          },
        ],
};

/** What holds the stack wears out, and one day takes no writes. */
export const diskRules = [readOnly, cardWorn, sdWrites];
