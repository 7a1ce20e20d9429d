import 'server-only';
import { closeDoor } from './door';

// The first thing that the built server loads.
closeDoor();
