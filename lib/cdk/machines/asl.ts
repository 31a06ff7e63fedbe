/**
 * A state machine in Amazon States Language, as far as this project writes it: text of JSON, in which the members of states are data.
 *
 * @see https://states-language.net/spec.html
 */
export interface StateMachineDefinition {
  readonly Comment?: string | undefined;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, MachineState>>;
}

/** One state. */
export interface MachineState {
  readonly Type: string;
  readonly Next?: string | undefined;
  readonly End?: true | undefined;
  readonly [member: string]: unknown;
}
