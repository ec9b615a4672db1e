import type { ChannelEvent } from '../core/paths/machine-types';

/** An event of a channel without the call, which whoever made the channel knows. */
export type Report = ChannelEvent extends infer Event ? (Event extends { call: string } ? Omit<Event, 'call'> : never) : never;
