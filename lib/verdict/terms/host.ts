/** Of flash memory that tells of itself, as soldered ones do and SD cards do not. */
export interface CardWear {
  /** The tenth of its life that it is in: 9 is 80 to 90 %, 11 is beyond it; null: not told. */
  tenth: number | null;
  /** Most of its spare blocks are used. */
  isSpareLow: boolean;
}

/** The machine itself; what it does not tell is null or false. */
export interface HostSample {
  /** These three within the last ten minutes. */
  isUnderVoltage: boolean;
  isSlowed: boolean;
  /** The present temperature, if it was hot. */
  hotCelsius: number | null;
  memory: { free: number; total: number } | null;
  /** The disk of the stack's folder. */
  disk: { free: number; total: number } | null;
  sdBytesPerDay: number | null;
  /** The file system of the stack's folder takes no writes any more. */
  isReadOnly: boolean;
  cardWear: CardWear | null;
  /** How often it began anew within seven days without having been shut down. */
  powerCuts: number;
}
