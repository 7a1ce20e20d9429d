// `next build` leaves the static files beside the standalone server, not in it. This puts them where the
// server looks, and bundles the command-line tool that the host scripts run.
import { cpSync, existsSync } from 'node:fs';

cpSync('.next/static', '.next/standalone/.next/static', { recursive: true });
if (existsSync('public')) cpSync('public', '.next/standalone/public', { recursive: true });
