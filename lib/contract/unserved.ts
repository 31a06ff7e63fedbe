/** How local AWS begins to say that it does not have what a client asks for. Commands know it by this. */
export const UNSERVED_START = 'Local AWS does not serve';
