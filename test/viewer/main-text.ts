/** The visible text of a page's main part. */
export function mainText(page: string): string {
  const main = page.slice(page.indexOf('<main>'), page.indexOf('</main>'));
  return main
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ')
    .trim();
}
