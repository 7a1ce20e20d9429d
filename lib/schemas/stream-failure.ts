/** Why a stream of events ended: its last event, `failed`. */
export interface StreamFailure {
  message: string;
  hint: string | null;
  /** The same would come of another try: nobody makes one unless asked to. */
  isFinal: boolean;
}
