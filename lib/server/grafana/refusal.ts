import 'server-only';

/** Why Grafana does not do what it is asked: sentences of Weir’s own, the part of Grafana’s words that is plain among them. */
export class Refusal extends Error {
  readonly hint: string;
  /** Which permissions the token may lack, as Grafana calls them; null: that is not the reason. */
  readonly permission: string | null;

  constructor(message: string, hint: string, permission: string | null = null) {
    super(message);
    this.name = 'Refusal';
    this.hint = hint;
    this.permission = permission;
  }

  /** For the browser. @param thing at which it came */
  answer(thing?: string) {
    const message = thing === undefined ? this.message : `${thing}: ${this.message}`;
    return { state: 'refused' as const, message, hint: this.hint, permission: this.permission };
  }
}
