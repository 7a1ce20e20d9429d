/** How a browser says that it broke a request off, as it does when a network of this machine comes or goes. */
export const NETWORK_CHANGED = 'net::ERR_NETWORK_CHANGED';
