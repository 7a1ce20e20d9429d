import 'server-only';
import { becomeThePanel } from '../tasks/one-panel';
import { closeDoor } from './door';

// The first thing that the built server loads: before its port is open, it is known whether another panel is at work.
closeDoor();
void becomeThePanel();
