import { by, every } from '../terms/promql';
import type { AlertRule } from '../terms/shape';
import { diskFree, disks, memoryFree, temperature, underVoltage } from './expressions';
import { diskLow, hot, memoryLow } from './movable';

const PI = '{{ $labels.cluster }}';
const avail = disks(every, 'node_filesystem_avail_bytes');
const ONE_DISK = 'on (cluster, mountpoint)';

export const piRules: readonly AlertRule[] = [
  {
    name: 'WeirPiHot',
    title: 'A Pi is hot',
    severity: 'warning',
    watched: temperature(every),
    is: '>',
    limit: hot,
    forMinutes: 10,
    summary: (limit) => `${PI} is hotter than ${limit}.`,
    description:
      'From 80 °C on a Pi lowers its clock. Give it air: a heat sink, a fan, or a place without sun.',
    finding: 'pi-hot',
    emptyWhen: 'A virtual machine has no sensor.',
  },
  {
    name: 'WeirPiUnderVoltage',
    title: 'A Pi gets too little voltage',
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
    title: 'Little of a disk is free',
    severity: 'warning',
    watched: diskFree(every),
    is: '<',
    limit: diskLow,
    forMinutes: 30,
    summary: (limit) => `Less than ${limit} of {{ $labels.mountpoint }} on ${PI} is free.`,
    description:
      'On a full disk nothing is buffered. Remove what is not needed, such as old images of Docker.',
    finding: 'pi-disk-low',
  },
  {
    name: 'WeirPiDiskFullSoon',
    title: 'A disk is full within a day',
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
    title: 'A disk can no longer be written to',
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
    title: 'Little memory is available',
    severity: 'warning',
    watched: memoryFree(every),
    is: '<',
    limit: memoryLow,
    forMinutes: 15,
    summary: (limit) => `Less than ${limit} of the memory of ${PI} is available.`,
    description:
      'Where none is left, Linux ends a program. The dashboard of the containers shows which one has grown.',
    finding: 'pi-memory-low',
  },
  {
    name: 'WeirPiClockOff',
    title: 'A clock is wrong',
    severity: 'warning',
    // As Weir measures it by what others answer: the kernel knows no more than half a second, and nothing without NTP.
    watched: `max ${by()} (${every('weir_finding', 'id="clock-skew"')})`,
    is: '==',
    limit: 1,
    forMinutes: 15,
    summary: `The clock of ${PI} is off by half a minute or more.`,
    description:
      'AWS and Google refuse a clock that is off by minutes, and destinations refuse old samples. Set it with: sudo timedatectl set-ntp true',
    finding: 'clock-skew',
    emptyWhen: 'Nothing is found.',
  },
];
