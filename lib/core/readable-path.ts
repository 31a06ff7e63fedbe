/**
 * An address that a framework of servers can decode: it would refuse others itself, and not in the words of who serves. Parts of
 * its path that are not encoded well are taken as they are.
 *
 * @param url path and query
 */
export function readablePath(url: string): string {
  const [path = ''] = url.split('?', 1);
  const parts = path.split('/').map((part) => (isEncodedWell(part) ? part : part.replaceAll('%', '%25')));
  const start = path.startsWith('/') ? '' : '/';
  return `${start}${parts.join('/')}${url.slice(path.length)}`;
}

function isEncodedWell(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
