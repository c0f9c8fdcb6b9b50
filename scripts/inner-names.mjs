// What packs better in the script: names of members that only our own objects have, and only our own code asks for.
import { readFileSync } from 'node:fs';
import { nodesIn } from './packing.mjs';

/**
 * The script calls each of these by a letter or two. None of them comes from a page, the network, a storage or another
 * thread, or goes there, nor is it public: such names stay. Who adds a member may add its name here, and need not.
 */
const names = `
  aborter account activity answered apiClient ask asked attached begin beginHandOver broken byServer called capacity
  carried carry clampTo coefficients conn connectionLost connectTimeout cover declaration declarations disconnected
  down draft drain dropFirst elapse endAudio endFrame endHandOver excuse facts fail fields flag foresee found gaveUp
  givenAt giveUp giveUpMs grow handedOn handingOver handOn hangUp heard hostMoved hungUp inherit inherited
  isAttached isBusy isCallableTool isGuilty isLong isMet isNeeded isStuck joined judge keep leave markSpeech means
  mixInto nameless objects offered offering onlevel openAudio openSession outputsAfter pass passCut patienceMs peak
  pending permit place recent refusal refusedAt relax remaining renew reopen resumableWhole rows sendAudio
  sendClientContent sendHistory sendRealtimeInput sendToolResponse sentAt setHolding setLevel settle setWork
  signOfLife silence snapshot sound sounding spoke spokeAt stuck takeLevel talkingMuted taped taps textGivenUp texts
  textSent textUnsent tick timeoutMs trial turnOpen typing unsay until unwrite verdict warned warning
  webSocketFactory why wrote`.match(/\w+/g);

/** For terser: these, and those that begin as the private ones of Lit do. */
export const innerPattern = new RegExp(`^(?:_(?!_proto__).*|${names.join('|')})$`);

/** Fails where a name is public after all, or a text, by which something may be looked up; or where it is gone. */
export const innerNames = {
  name: 'inner-names',
  renderChunk(code) {
    const { modules } = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
    const publicNames = modules.flatMap(({ declarations = [] }) =>
      declarations.flatMap(({ members = [] }) => members.map(({ name }) => name)),
    );
    const nodes = [...nodesIn(this.parse(code))];
    const texts = nodes.filter(({ type }) => type === 'Literal').map(({ value }) => value);
    const open = names.filter((name) => publicNames.includes(name) || texts.includes(name));
    if (open.length > 0) this.error(`scripts/inner-names.mjs: not only inside: ${open.join(', ')}`);
    return null;
  },
};
