/** What this tab remembers over a reload, and over a sign-in elsewhere. Browsers may refuse to remember; nothing fails then. */
export const TabMemory = {
  read(key: string): string | undefined {
    return attempt(() => sessionStorage.getItem(PREFIX + key)) ?? undefined;
  },
  /** @returns whether it will be there */
  write(key: string, value: string): boolean {
    return (
      attempt(() => {
        sessionStorage.setItem(PREFIX + key, value);
        return true;
      }) ?? false
    );
  },
  forget(key: string): void {
    attempt(() => sessionStorage.removeItem(PREFIX + key));
  },
} as const;

/** What this browser remembers of a person: nothing that is secret. */
export const PersonMemory = {
  name(): string {
    return attempt(() => localStorage.getItem(`${PREFIX}name`)) ?? '';
  },
  rename(name: string): void {
    attempt(() =>
      name === '' ? localStorage.removeItem(`${PREFIX}name`) : localStorage.setItem(`${PREFIX}name`, name),
    );
  },
} as const;

const PREFIX = 'nova-act-desk.';

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
