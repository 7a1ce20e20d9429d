/** Rules about the ways in which people are told: what they find is not told on the very way that fails. */
export const CHANNEL_FAILING = 'channel-failing';
export const DEAD_MAN_UNREACHABLE = 'dead-man-unreachable';

/** Id of the finding that a channel does not work. */
export const channelFindingId = (channelId: string) => `${CHANNEL_FAILING}-${channelId}`;
