import { Content } from './content.js';
import { Paths } from './paths.js';

/**
 * @typedef {import('./content.js').ContentWorld} ContentWorld
 *
 * @typedef {import('./ladder-world').LadderWorld & Pick<ContentWorld, 'whereabouts'> & PathsConditions} PathsWorld What
 *     the paths of a conversation need of everything around it.
 *
 * @typedef {object} PathsConditions
 * @property {() => import('../types').Absence | null} absence how the other device was lost, null if it is there
 * @property {(action: () => void) => void} afterShown runs when the person can see what was published
 *
 * @typedef {PathsWorld & ContentWorld & Publisher} World What a conversation needs of everything around it.
 *
 * @typedef {object} Publisher
 * @property {(state: import('../types').ConversationState) => void} publish
 */

/** Everything between this device and one other: the content, and the paths it takes. */
export class Conversation {
  #peer;
  #world;
  #content;
  /** @type {Paths} */
  #paths;
  #isOver = false;

  /**
   * @param {string} peer
   * @param {World} world
   */
  constructor(peer, world) {
    this.#peer = peer;
    this.#world = world;
    const onChange = () => this.#publish();
    const content = new Content({
      world,
      paths: {
        want: () => this.#paths.want(),
        wantIfNeeded: () => this.#paths.wantIfNeeded(),
        mayCarry: (pipe) => this.#paths.mayCarry(pipe),
        carried: (pipe) => this.#paths.carried(pipe),
        ended: () => this.#paths.ended(),
        fail: (error) => this.#paths.fail(error),
        measure: () => this.#paths.measure(),
      },
      onChange,
    });
    this.#content = content;
    this.#paths = new Paths({ world, session: content.session, content, onChange });
  }

  /** Everything the person sends, accepts and sees here. */
  get content() {
    return this.#content;
  }

  /** Whether it takes one of the places for open conversations. */
  get isOpen() {
    return this.#paths.status === 'connected' || this.#paths.status === 'connecting';
  }

  /** Whether something in it outlives a break, so that a call about it is welcome at any time. */
  get isShared() {
    return this.#content.session.isShared;
  }

  /** Whether nothing would be lost if it was closed. */
  get isIdle() {
    return !this.#content.session.isNeeded;
  }

  /** Tries to connect, for all that failed for want of it as well. */
  reconnect() {
    this.#content.retryUnreached();
    this.#paths.want();
  }

  inspect() {
    return this.#paths.inspect();
  }

  /** @param {import('./ladder-world').Incoming} message */
  signaled(message) {
    this.#paths.signaled(message);
  }

  signalingLost() {
    this.#paths.signalingLost();
  }

  signalingReturned() {
    this.#paths.signalingReturned();
  }

  networkChanged() {
    this.#paths.networkChanged();
  }

  relayForbidden() {
    this.#paths.forbidRelay();
  }

  /**
   * The other device has lost its socket: its page was closed, or is being reloaded, or its network is away.
   *
   * @param {'closed' | 'lost'} away
   */
  peerAway(away) {
    this.#paths.peerAway(away);
    this.#content.showWhereabouts();
  }

  /** It is with the server again, as the page it was. */
  peerBack() {
    this.#content.showWhereabouts();
    this.#paths.peerReturned();
  }

  /**
   * It is another page than before. Whatever belonged to the former is over; offers it had not answered are made again.
   *
   * @param {string} instance
   */
  peerRenewed(instance) {
    const { session } = this.#content;
    if (session.page === instance) return;
    this.#paths.peerRenewed();
    if (session.page !== null) session.renewed(instance);
    this.#content.showWhereabouts();
    this.#paths.wantIfNeeded();
    this.#publish();
  }

  /**
   * The other device is not with the server any more. A direct path does not need the server and stays.
   *
   * @param {boolean} isClosed its page was closed
   */
  peerLeft(isClosed) {
    this.#content.showWhereabouts();
    if (isClosed && this.#paths.status !== 'connected') this.#end('them');
    else this.#paths.peerLeft();
    if (!this.#content.isEmpty) this.#content.notice(this.#world.absence() ?? 'left');
  }

  peerReturned() {
    this.#content.showWhereabouts();
    if (!this.#content.isEmpty) this.#content.notice('back');
    this.#paths.peerReturned();
  }

  /** This page was left and has come back as it was. Meanwhile the others were told that it is gone. */
  revived() {
    this.#end('us');
  }

  /** Makes its place free. */
  close() {
    this.#paths.close();
  }

  /** Closes silently and publishes nothing more. */
  end() {
    this.#isOver = true;
    this.#content.clear();
    this.#paths.forget();
  }

  /**
   * One of the two pages is gone, and whatever was between them with it.
   *
   * @param {'us' | 'them'} by whose page
   */
  #end(by) {
    this.#paths.forget();
    this.#content.giveUp('closed', by);
  }

  #publish() {
    if (this.#isOver) return;
    const { status, error, route } = this.#paths;
    const { entries, unread } = this.#content;
    this.#world.publish({ peer: this.#peer, status, path: route, error, entries, unread });
  }
}
