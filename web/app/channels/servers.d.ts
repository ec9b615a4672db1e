import type { IceServer } from '../core/wire/signaling-types';

/** The STUN and TURN servers for calls with one device, as a direct channel asks for them. */
export interface ServersFor {
  /** The servers that can be used now. */
  known(): IceServer[];
  /** Asks for further ones if there are any, for a second at most. The result gives that up. */
  obtain(ready: (servers: IceServer[]) => void): () => void;
  /** The call is over, and with it the purpose for which the server named them. */
  forget(): void;
}
