/** Tells whether an address is one of Moyasar's own pages: payers are sent nowhere else. */
export type IsOwnPage = (address: string) => boolean;

/**
 * Returns the hosts of Moyasar's pages: the API's own, and for invoices checkout.moyasar.com beside api.moyasar.com.
 */
export function ownPagesOf(apiUrl: string): IsOwnPage {
  const api = new URL(apiUrl);
  const isMoyasar = (host: string) => host === "moyasar.com" || host.endsWith(".moyasar.com");
  return (address) => {
    const page = URL.parse(address);
    if (!page) return false;
    if (page.origin === api.origin) return true;
    const isSecure = page.protocol === "https:" && page.port === "";
    return isSecure && isMoyasar(api.hostname) && isMoyasar(page.hostname);
  };
}
