// Leaves out of @google/genai what a call over our own socket never reaches, and writes the rest shorter, so that its
// frames stay as they are: test/gemini/slim-sdk.node.ts compares. Every rule names code of the pinned version. Where
// one finds nothing, the SDK has moved: the build fails, and somebody has to look.
import { join } from 'node:path';
import { method, rewrite } from './rewrite.mjs';

/** The Gemini API alone is spoken, and nothing at the top of the file has a side effect. */
const everywhere = [
  [/\b(this\.)?apiClient\.isVertexAI\(\)/g, 'false'],
  // An enum is built by a function that runs at once; only as an expression can it be shaken off.
  [
    /^var (\w+);\n\(function \(\1\) (\{.*?^)\}\)\(\1 \|\| \(\1 = \{\}\)\);/gms,
    'var $1 = /* @__PURE__ */ (function ($1) $2    return $1;\n})({});',
  ],
  [/^typeof SuppressedError === .*?^\};/ms, ''],
  [/\bBOUNDARIES\.reduce\(/, '/* @__PURE__ */ $&'],
  [/^const webWorkerLike = .*?;/ms, 'const webWorkerLike = false;'],
  // Schemas, where a configuration has `parameters` in place of `parametersJsonSchema`.
  [
    /\bObject\.values\(Type\)\.includes\((.*)\.toUpperCase\(\)\)\s*\? \1\.toUpperCase\(\)\s*: Type\.TYPE_UNSPECIFIED/g,
    'typeOf($1)',
  ],
  [/\bschemaFieldNames\.includes\(fieldName\)/, "fieldName === 'items'"],
  [/\blistSchemaFieldNames\.includes\(fieldName\)/, "fieldName === 'anyOf'"],
  [/\bdictSchemaFieldNames\.includes\(fieldName\)/, "fieldName === 'properties'"],
  [
    /const schemaFieldNames = \['items'\];\s*const listSchemaFieldNames = \['anyOf'\];\s*const dictSchemaFieldNames = \['properties'\];/,
    '',
  ],
  // Most fields are read on one line, those with long names on three.
  [/\bgetValueByPath\(fromObject, \[\s*('\w+'),?\s*\]\)/g, 'getValueByPath(fromObject, [$1])'],
];

/**
 * `Live` and `Session`, as src/gemini/ uses them. The socket knows its address, sends no headers, hands over
 * `setupComplete` and nothing else, and ends with `onclose` alone; nobody else listens.
 */
const inLive = [
  [
    method('constructor'),
    '    constructor(webSocketFactory) { this.webSocketFactory = webSocketFactory; }\n',
  ],
  [/\bparams\.config && (?=params\.config\.httpOptions)/, ''],
  [
    /const websocketBaseUrl = .*?await onopenPromise;/s,
    `const callbacks = { onmessage() {} };
        const until = (name) => {
            const called = new Promise((resolve, reject) => {
                callbacks[name] = resolve;
                callbacks.onclose = (event) => reject(new Error(event.reason));
            });
            // It may be too late for the one who waits.
            called.catch(() => {});
            return called;
        };
        const opened = until('onopen');
        const conn = this.webSocketFactory.create('', {}, callbacks);
        conn.connect();
        await opened;`,
  ],
  // The converter looks at the name of the model as well, sessionConfig() takes `generationConfig` apart, and a
  // configuration of JSON holds no functions, nor clients of MCP.
  [
    /let transformedModel = .*?new Session\(conn, this\.apiClient\);/s,
    `for (const tool of params.config.tools ?? []) this.isCallableTool(tool);
        const clientMessage = liveConnectParametersToMldev(undefined, params);
        delete clientMessage['config'];
        const session = new Session(conn);
        const complete = until('onmessage');`,
  ],
  [/\bawait setupCompletePromise;/, 'await complete;'],
  [/sessionResolved = true;.*?\}/s, ''],
  [/constructor\(conn, apiClient\) \{.*?\n {4}\}/s, 'constructor(conn) { this.conn = conn; }'],
  // What is sent has the form of the wire already, but for the turns.
  [
    method('sendRealtimeInput'),
    '    sendRealtimeInput(params) { this.conn.send(JSON.stringify({ realtimeInput: params })); }\n',
  ],
  [method('tLiveClientContent'), ''],
  [
    /\bthis\.tLiveClientContent\(.*\)/,
    '{ clientContent: { turns: params.turns.map((item) => contentToMldev$$2(item)), turnComplete: params.turnComplete ?? true } }',
  ],
  [/params = Object\.assign\(.*\);/, ''],
  [method('tLiveClienttToolResponse'), ''],
  [
    /\bthis\.tLiveClienttToolResponse\(.*\)/,
    '{ toolResponse: { functionResponses: [params.functionResponses] } }',
  ],
  [/if \(params\.functionResponses == null\) \{.*?\}/s, ''],
  [method('sendContextUpdate'), ''],
  // This JSON no library of the page has spoilt.
  [/\.send\(JSON\.stringify\(/g, '.send(toJson('],
];

/** The client and its headers, of which that `Live` asks nothing. */
const inSdk = [[/\bnew Live\(apiClient, auth, /, 'new Live(']];

const REFUSED =
  ' parameter is only supported in Gemini Enterprise Agent Platform mode, not in Gemini Developer API mode.';

/** The SDK generates its converters, a few statements for each field. Here a field is a name in a list. */
const inConverters = [
  [
    // if (there is a name) throw new Error(…)
    new RegExp(
      String.raw`if \(getValueByPath\(fromObject, \['(\w+)'\]\) !==\s*undefined\) \{\s*` +
        String.raw`throw new Error\('\1${REFUSED}'\);\s*\}`,
      'g',
    ),
    "refuseFields(fromObject, '$1');",
  ],
  [
    // let transformedList = …; if (it is a list) transformedList = transformedList.map(…); setValueByPath(…, transformedList)
    /let transformedList = (.*);\s*if .*\s*transformedList = transformedList\.map\(\(item\) => \{\s*return (.*);\s*\}\);\s*\}\s*(setValueByPath\(.*), transformedList\);/g,
    '$3, mapList($1, (item) => $2));',
  ],
  [/\bmapList\((\w+), \(item\) => item\)/g, '$1'],
  [
    // const fromName = …; if (fromName != null) setValueByPath(…)
    /const (from\w+) = getValueByPath\(fromObject, \['(\w+)'\]\);\s*if \((?:parentObject !== undefined && )?\1 != null\) \{\s*setValueByPath\((\w+), \[(.*)'\2'\], (.*)\);\s*\}/g,
    "copyFields(fromObject, $3, [$4], '$2', ($1) => $5);",
  ],
  [/, \((\w+)\) => \1\);/g, ');'],
  // f(…, 'a'); f(…, 'b');
  [
    /(\b\w+Fields\(.*)'\w+'\);(?:\s*\1'\w+'\);)+/g,
    (run, call) => `${call}'${run.match(/\w+(?='\);)/g).join(' ')}');`,
  ],
];

/** The types of a schema; the first is that of none. */
const typesIn = (code) => [...code.matchAll(/^ {4}Type\["(\w+)"\]/gm)].map(([, name]) => name);

const helpers = (types) => `
function typeOf(name) {
  const type = name.toUpperCase();
  return '${types.join(' ')}'.split(' ').includes(type) ? type : '${types[0]}';
}

const fieldOf = (from, name) => (typeof from === 'object' && from ? from[name] : undefined);

const mapList = (list, how) => (Array.isArray(list) ? list.map(how) : list);

function refuseFields(from, names) {
  for (const name of names.split(' '))
    if (fieldOf(from, name) !== undefined) throw new Error(name + '${REFUSED}');
}

function copyFields(from, to, path, names, how = (value) => value) {
  for (const name of names.split(' ')) {
    const value = fieldOf(from, name);
    if (value == null) continue;
    let at = to;
    // Old libraries bring a reduce() of their own.
    for (const key of path) at = at[key] ??= {};
    at[name] = how(value);
  }
}
`;

export const slimSdk = {
  name: 'slim-sdk',
  transform(code, id) {
    const follow = (rules, text) =>
      rewrite(text, rules, (message) => this.error(`@google/genai: ${message}`));
    if (/build.src.gemini.sdk\.js$/.test(id)) return follow(inSdk, code);
    if (!/@google.genai.dist.web.index/.test(id)) return null;
    const short = follow(inConverters, follow(everywhere, code));
    const [live] = /^class Live \{.*?^class Session \{.*?^\}/ms.exec(short) ?? [''];
    const slim = short.replace(live, () => follow(inLive, live));
    const json = join(process.cwd(), 'build/src/platform/json.js');
    return `import { toJson } from ${JSON.stringify(json)};\n${slim}${helpers(typesIn(code))}`;
  },
};
