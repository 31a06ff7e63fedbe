import path from 'node:path';

/** What the Nova Act service of local AWS remembers, below a state folder. */
export function novaActDir(stateDir: string): string {
  return path.resolve(stateDir, 'nova-act');
}

/** The folder with the steps of all acts. It may have very many folders, and nothing half written. */
export function stepsDir(stateDir: string): string {
  return path.join(novaActDir(stateDir), 'definitions');
}
