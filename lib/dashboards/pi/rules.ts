import { by, every } from '../terms/promql';
import type { AlertRule } from '../terms/shape';
import { diskFree, disks, memoryFree, temperature, underVoltage } from './expressions';

const PI = '{{ $labels.cluster }}';
const avail = disks(every, 'node_filesystem_avail_bytes');
const ONE_DISK = 'on (cluster, mountpoint)';

export const piRules: readonly AlertRule[] = [
  {
    name: 'WeirPiHot',
    severity: 'warning',
    watched: temperature(every),
    is: '>',
    limit: 80,
    forMinutes: 10,
    summary: `${PI} is hotter than 80 °C.`,
    description:
      'It lowers its clock and ages faster. Give it air: a heat sink, a fan, or a place without sun.',
    finding: 'pi-hot',
    emptyWhen: 'A virtual machine has no sensor.',
  },
  {
    name: 'WeirPiUnderVoltage',
    severity: 'critical',
    watched: underVoltage(every),
    is: '>',
    limit: 0,
    forMinutes: 0,
    summary: `${PI} gets too little voltage.`,
    description:
      'It may stop or damage its SD card at any time. Use the power supply that was made for this model, and a short cable.',
    finding: 'pi-under-voltage',
    emptyWhen: 'Only a Raspberry Pi watches its voltage.',
  },
  {
    name: 'WeirPiDiskLow',
    severity: 'warning',
    watched: diskFree(every),
    is: '<',
    limit: 0.1,
    forMinutes: 30,
    summary: `Less than a tenth of {{ $labels.mountpoint }} on ${PI} is free.`,
    description:
      'On a full disk nothing is buffered. Remove what is not needed, such as old images of Docker.',
    finding: 'pi-disk-low',
  },
  {
    name: 'WeirPiDiskFullSoon',
    severity: 'critical',
    watched: `min ${by('mountpoint')} (predict_linear(${avail}[6h], ${24 * 3600}))`,
    is: '<',
    limit: 0,
    // What has been measured for minutes only tells nothing of a day.
    and: `${ONE_DISK} ${diskFree(every)} < 0.4 and ${ONE_DISK} ${avail} offset 3h > 0`,
    forMinutes: 60,
    summary: `{{ $labels.mountpoint }} on ${PI} is full within a day if it goes on like this.`,
    description: 'Something writes more than it has for hours. On a full disk nothing is buffered.',
    finding: 'disk-nearly-full',
  },
  {
    name: 'WeirPiDiskReadOnly',
    severity: 'critical',
    watched: `max ${by('mountpoint')} (${every('node_filesystem_readonly', 'mountpoint="/"')})`,
    is: '==',
    limit: 1,
    forMinutes: 5,
    summary: `${PI} can no longer write to its disk.`,
    description: 'Linux does this when an SD card fails. Copy what you need from it, and replace it.',
  },
  {
    name: 'WeirPiMemoryLow',
    severity: 'warning',
    watched: memoryFree(every),
    is: '<',
    limit: 0.05,
    forMinutes: 15,
    summary: `Less than a twentieth of the memory of ${PI} is available.`,
    description: 'Linux soon ends a program. The dashboard of the containers shows which one has grown.',
    finding: 'pi-memory-low',
  },
  {
    name: 'WeirPiClockOff',
    severity: 'warning',
    watched: `max ${by()} (abs(${every('node_timex_offset_seconds')}))`,
    is: '>',
    limit: 0.5,
    forMinutes: 15,
    summary: `The clock of ${PI} is off by more than half a second.`,
    description:
      'AWS and Google refuse a clock that is off by minutes, and destinations refuse old samples. Set it with: sudo timedatectl set-ntp true',
    finding: 'clock-skew',
  },
];
