/**
 * Thrown where going on would be a guess: two things fit alike, or words of the prompt are left over. It ends the act.
 * The message goes on after "I could not".
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
