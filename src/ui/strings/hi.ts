import type { Table } from './en.js';

const ownersFault = {
  text: 'यहां अभी कॉल नहीं हो सकती।',
  hint: 'इस साइट से किसी और तरीके से संपर्क करें।',
};

const checkConnection = 'अपना कनेक्शन जांचें, फिर दोबारा कॉल करें।';

const connection = { text: 'कॉल कनेक्ट नहीं हो सकी।', hint: checkConnection };

const again = 'थोड़ी देर में दोबारा कॉल करें।';

const reload = 'दोबारा कॉल करें। फिर भी न चले, तो पेज रीलोड करें।';

// Verbs agree with whoever acts, so these sentences do without such a verb.
const listening = '{name} सुनने को तैयार है';

const notHeard = 'आपकी आवाज़ नहीं आ रही';

export const hi: Table = {
  lang: 'hi',
  dir: 'ltr',
  agent: 'AI',
  label: '{name} के साथ वॉइस कॉल',
  talk: '{name} से बात करें',
  notice: 'जवाब AI देगा। आपका माइक्रोफ़ोन चालू होगा।',
  start: 'कॉल करें',
  again: 'दोबारा कॉल करें',
  end: 'खत्म करें',
  endCall: 'कॉल खत्म करें',
  mute: 'म्यूट करें',
  unmute: 'अनम्यूट करें',
  collapse: 'छोटा करें',
  asking: 'माइक्रोफ़ोन की अनुमति का इंतज़ार है',
  askingHint: 'ब्राउज़र पूछे, तो “अनुमति दें” चुनें।',
  connecting: 'कनेक्ट हो रहा है',
  recording: 'आप अभी से बोल सकते हैं',
  recordingHint: 'कनेक्ट हो रहा है। आपकी बात छूटेगी नहीं।',
  reconnecting: 'फिर से कनेक्ट हो रहा है',
  reconnectingHint: 'बोलते रहें, कुछ छूटेगा नहीं।',
  connected: 'कनेक्ट हो गया। अब आप बोल सकते हैं।',
  listening,
  thinking: '{name} जवाब की तैयारी में है',
  connectedText: 'कनेक्ट हो गया। अब आप लिख सकते हैं।',
  reconnectingTextHint: 'लिखते रहें, कुछ छूटेगा नहीं।',
  typeInstead: 'लिखकर बात करें',
  useMicrophone: 'माइक्रोफ़ोन इस्तेमाल करें',
  typeHere: 'मैसेज लिखें',
  send: 'भेजें',
  tooLong: 'मैसेज इससे लंबा नहीं हो सकता।',
  text: 'अपना मैसेज लिखें',
  working: 'पता किया जा रहा है',
  workingHint: 'एक पल रुकें। आपकी बात छूटेगी नहीं।',
  speaking: '{name} का जवाब जारी है',
  silencedHint: 'जवाब की आवाज़ बंद है।',
  muted: 'आप म्यूट हैं',
  mutedHint: '{name} तक आपकी आवाज़ नहीं पहुंच रही।',
  ended: 'कॉल खत्म हुई',
  captions: 'कैप्शन',
  readCaptions: 'कैप्शन पढ़कर सुनाएं',
  you: 'आप',
  answering: '{name}',
  transcript: 'ट्रांसक्रिप्ट',
  copy: 'कॉपी करें',
  copied: 'कॉपी हो गया',
  saveText: 'टेक्स्ट में सेव करें',
  saveCaptions: 'कैप्शन में सेव करें',
  consent: 'बात शुरू करने से पहले',
  agree: 'सहमत हूं, शुरू करें',
  later: 'अभी नहीं',
  cutOff: 'आपकी कॉल कट गई।',
  goOn: 'कॉल जारी रखें',
  released: 'दबाए रखकर बोलें',
  letGo: 'भेजने के लिए छोड़ें',
  talkingMutedHint: 'बोलने के लिए अनम्यूट करें।',
  devices: 'साउंड सेटिंग',
  microphone: 'माइक्रोफ़ोन',
  speaker: 'स्पीकर',
  systemDefault: 'सिस्टम डिफ़ॉल्ट',
  volume: 'वॉल्यूम',
  muteVoice: 'जवाब की आवाज़ बंद करें',
  sampleCaller: 'आज रात दो लोगों के लिए टेबल मिलेगी?',
  sampleModel: 'जी हां, सात बजे खिड़की के पास एक टेबल खाली है।',
  warnings: {
    silent: { text: 'माइक्रोफ़ोन से आवाज़ नहीं आ रही', hint: 'क्या वह बंद है?' },
    suspended: { text: notHeard, hint: 'सिस्टम ने आपका माइक्रोफ़ोन रोक रखा है।' },
    blocked: { text: notHeard, hint: 'ब्राउज़र ने ऑडियो रोक रखा है। कहीं भी टैप करें।' },
    slow: { text: 'धीमा कनेक्शन', hint: 'आपकी बात देर से पहुंच रही है।' },
    ending: { text: listening, hint: 'यह कॉल एक मिनट में खत्म हो जाएगी।' },
    quiet: { text: 'क्या आप लाइन पर हैं?', hint: 'कुछ बोलें, वरना कॉल खत्म हो जाएगी।' },
    substituted: { text: listening, hint: 'चुना गया माइक्रोफ़ोन उपलब्ध नहीं है।' },
  },
  errors: {
    'insecure-context': {
      text: 'यह पेज सुरक्षित नहीं है।',
      hint: 'इसे https से खोलें, फिर दोबारा कॉल करें।',
    },
    unsupported: {
      text: 'इस ब्राउज़र से कॉल नहीं हो सकती।',
      hint: 'Chrome, Edge, Firefox या Safari का नया वर्शन इस्तेमाल करें।',
    },
    'mic-denied': {
      text: 'आपका माइक्रोफ़ोन ब्लॉक है।',
      hint: 'साइट की सेटिंग में इसे अनुमति दें, फिर दोबारा कॉल करें।',
    },
    'mic-forbidden': ownersFault,
    'mic-dismissed': {
      text: 'माइक्रोफ़ोन की अनुमति नहीं मिली।',
      hint: 'दोबारा कॉल करें और “अनुमति दें” चुनें।',
    },
    'no-mic': {
      text: 'कोई माइक्रोफ़ोन नहीं मिला।',
      hint: 'माइक्रोफ़ोन लगाएं, फिर दोबारा कॉल करें।',
    },
    'mic-busy': {
      text: 'माइक्रोफ़ोन कहीं और चालू है।',
      hint: 'उसे इस्तेमाल कर रहे ऐप को बंद करें, फिर दोबारा कॉल करें।',
    },
    'mic-lost': {
      text: 'आपका माइक्रोफ़ोन बंद हो गया।',
      hint: 'देखें कि वह जुड़ा है या नहीं, फिर दोबारा कॉल करें।',
    },
    'no-speaker': { text: 'कोई स्पीकर नहीं मिला।', hint: 'स्पीकर लगाएं, फिर दोबारा कॉल करें।' },
    'audio-blocked': { text: 'ऑडियो शुरू नहीं हुआ।', hint: 'कॉल का बटन फिर से दबाएं।' },
    'audio-failed': { text: 'ऑडियो बंद हो गया।', hint: reload },
    'worklet-blocked': ownersFault,
    'worklet-failed': ownersFault,
    'token-missing': ownersFault,
    'token-refused': ownersFault,
    'token-not-found': ownersFault,
    'token-misconfigured': ownersFault,
    'call-over': { text: 'इस कॉल का समय पूरा हो गया।', hint: 'बात जारी रखने के लिए दोबारा कॉल करें।' },
    'token-rate-limited': {
      text: 'अभी बहुत ज़्यादा कॉल आ रही हैं।',
      hint: 'थोड़ा रुकें, फिर दोबारा कॉल करें।',
    },
    'token-unavailable': {
      text: 'अभी कॉल नहीं हो सकती।',
      hint: 'कुछ मिनट बाद दोबारा कॉल करें।',
    },
    'token-timeout': connection,
    'token-network': connection,
    'token-invalid': ownersFault,
    'connect-blocked': ownersFault,
    'connect-refused': connection,
    'connect-timeout': connection,
    'session-invalid': ownersFault,
    'session-refused': { text: 'कॉल स्वीकार नहीं हुई।', hint: again },
    'session-failed': { text: 'कॉल कट गई।', hint: again },
    'session-lost': { text: 'कनेक्शन टूट गया।', hint: checkConnection },
    'call-elsewhere': {
      text: 'एक और कॉल चल रही है।',
      hint: 'वह कॉल खत्म करें, फिर दोबारा कॉल करें।',
    },
    internal: { text: 'कोई गड़बड़ी हुई।', hint: reload },
  },
};
