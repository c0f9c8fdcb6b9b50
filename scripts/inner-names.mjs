// What packs better in the script: names of members that only our own objects have, and only our own code asks for.
import { readFileSync } from 'node:fs';
import { nodesIn } from './packing.mjs';

/**
 * The script calls each of these by a letter or two. None of them comes from a page, the network, a storage or another
 * thread, or goes there, nor is it public: such names stay. Who adds a member may add its name here, and need not.
 */
const names = words(`
  aborter account actions activity addController answered apiClient ask asked attach attached attempts attribute
  begin beginHandOver broken byServer bytes called capacity carried carry check choose cite clampTo coefficients
  conn connectionLost connectTimeout converter count cover declaration declarations detach disconnected down draft
  drain dropFirst elapse endAudio endFrame endHandOver excuse facts fail fields flag foresee forget found
  fromAttribute gaveUp givenAt giveUp giveUpMs grow hand handedOn handingOver handOn hangUp hear heard history
  hostConnected hostDisconnected hostMoved hostUpdate hostUpdated hungUp inherit inherited initial isAttached isBusy
  isCallableTool isGuilty isLong isMet isNeeded isStuck item joined judge keep layout leave look mark marks
  markSpeech means memory mixInto nameless noAccessor objects offered offering onlevel openAudio opened openSession
  outputsAfter pass passCut patienceMs peak pending permit place position press recent record reflect refusal
  refusedAt register relax remaining render renderRoot renew reopen requestUpdate reset resumableWhole rows run said
  say seconds sendAudio sendClientContent sendHistory sendRealtimeInput sendToolResponse sentAt setHolding setLevel
  settle setWork shadowRootOptions shown signOfLife silence snapshot sound sounding spoke spokeAt stuck tag take
  takeLevel talkingMuted taped taps textGivenUp textSent textUnsent tick timeoutMs toAttribute trial turn turnOpen
  typing unsay until unwrite update updated use verdict warned warning webSocketFactory what why within work worklet
  wrote`);

/** These are texts in the script as well, by which no member is looked up. */
const namesAndTexts = words(`
  address announce attachCapture changed closed covered cut detachCapture discarded endTurn finish flush frame
  granted handOff handOver hold late note offer paused play refuse session spill view`);

/** The types of what leaves the script, of what it finds on the page, and of what its two threads tell each other. */
const open = words(`
  audio/devices audio/worklet/messages call/carried call/errors call/events call/ledger call/metrics call/page-lock
  call/transcript diagnostics mount ui/strings/en`);

function words(text) {
  return text.match(/\S+/g);
}

const all = [...names, ...namesAndTexts];

/** For terser: these, and those that begin as the private ones of Lit do. Some are names of the DOM elsewhere. */
export const innerPattern = {
  regex: new RegExp(`^(?:_(?!_proto__).*|${all.join('|')})$`),
  builtins: true,
};

/** The names of what anybody else may see. */
function openNames() {
  const { modules } = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
  const classes = modules.flatMap(({ declarations = [] }) => declarations);
  const members = classes.flatMap(({ members = [] }) => members.map(({ name }) => name));
  const types = open.map((path) => readFileSync(`src/${path}.ts`, 'utf8'));
  const fields = types.flatMap((type) => [...type.matchAll(/^ +(?:readonly )?(\w+)[?!]?:/gm)]);
  return [...members, ...fields.map(([, name]) => name)];
}

/** Fails where a name is open after all, or a text, by which something may be looked up. */
export const innerNames = {
  name: 'inner-names',
  renderChunk(code) {
    const nodes = [...nodesIn(this.parse(code))];
    const texts = nodes.filter(({ type }) => type === 'Literal').map(({ value }) => value);
    const known = openNames();
    const wrong = all.filter((name) => known.includes(name));
    wrong.push(...names.filter((name) => texts.includes(name)));
    if (wrong.length > 0) this.error(`inside and outside: ${wrong.join(', ')}`);
    return null;
  },
};
