/** A service of AWS refused a request that was made without its client, or failed. */
export class RefusedRequest extends Error {
  /** As the service calls it, such as `ResourceNotFoundException`. */
  override readonly name: string;
  /** Whether the same may work in a moment. */
  readonly isTransient: boolean;

  constructor(name: string, message: string, isTransient: boolean) {
    super(message);
    this.name = name;
    this.isTransient = isTransient;
  }
}

/** Whether what was refused in this way may work in a moment. */
export function isRefusedForNow(status: number, name: string): boolean {
  return status >= 500 || status === 429 || isThrottling(name);
}

/** Whether too much was asked at once: services say so with different codes of HTTP. */
export function isThrottling(name: string): boolean {
  return name.includes('Throttl');
}
