import { findProduct, type Product } from './products.ts';

/** The basket lives in the browser's cookie, so the site keeps no state. */
const BASKET_COOKIE = 'demo-basket';

const MAX_ITEMS = 50;

/** Product ids in the basket, from a `Cookie` header. */
export function readBasket(cookies: string | undefined): readonly Product[] {
  const value = cookies
    ?.split(';')
    .map((cookie) => cookie.trim())
    .find((cookie) => cookie.startsWith(`${BASKET_COOKIE}=`))
    ?.slice(BASKET_COOKIE.length + 1);
  return (value ?? '')
    .split('.')
    .slice(0, MAX_ITEMS)
    .map(findProduct)
    .filter((product) => product !== undefined);
}

/** The `Set-Cookie` header that keeps a basket. */
export function basketCookie(items: readonly Product[], path: string): string {
  const ids = items.slice(0, MAX_ITEMS).map(({ id }) => id);
  return `${BASKET_COOKIE}=${ids.join('.')}; Path=${path}; HttpOnly; SameSite=Lax`;
}
