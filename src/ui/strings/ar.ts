import type { Table } from './en.js';

const ownersFault = {
  text: 'المكالمات لا تعمل هنا حاليًا.',
  hint: 'تواصل مع الموقع بطريقة أخرى.',
};

const checkConnection = 'تحقّق من اتصالك بالإنترنت، ثم اتصل مجددًا.';

const connection = { text: 'تعذّر إجراء المكالمة.', hint: checkConnection };

const again = 'اتصل مجددًا بعد لحظات.';

const reload = 'اتصل مجددًا. إذا تكرّر ذلك، فأعد تحميل الصفحة.';

// Verbs agree with whoever acts, so these sentences have none.
const listening = '{name}: جارٍ الاستماع';

const notHeard = 'لا نسمعك الآن';

export const ar: Table = {
  lang: 'ar',
  dir: 'rtl',
  agent: 'الذكاء الاصطناعي',
  label: 'مكالمة صوتية مع {name}',
  talk: 'تحدّث مع {name}',
  notice: 'سيردّ عليك ذكاء اصطناعي، وسيُفتح الميكروفون.',
  start: 'اتصال',
  again: 'الاتصال مجددًا',
  end: 'إنهاء',
  endCall: 'إنهاء المكالمة',
  mute: 'كتم الميكروفون',
  unmute: 'تشغيل الميكروفون',
  collapse: 'تصغير',
  asking: 'بانتظار السماح بالميكروفون',
  askingHint: 'اختر «السماح» إذا سألك المتصفّح.',
  connecting: 'جارٍ الاتصال',
  recording: 'يمكنك التحدّث من الآن',
  recordingHint: 'جارٍ الاتصال، ولن يضيع كلامك.',
  reconnecting: 'جارٍ إعادة الاتصال',
  reconnectingHint: 'تابع الكلام، فلن يضيع منه شيء.',
  connected: 'تم الاتصال. يمكنك التحدّث.',
  listening,
  thinking: '{name}: جارٍ التفكير',
  connectedText: 'تم الاتصال. يمكنك الكتابة.',
  reconnectingTextHint: 'تابع الكتابة، فلن يضيع شيء.',
  typeInstead: 'أفضّل الكتابة',
  useMicrophone: 'استخدام الميكروفون',
  typeHere: 'اكتب رسالة',
  send: 'إرسال',
  tooLong: 'بلغت الرسالة أقصى طول لها.',
  text: 'اكتب رسالتك',
  working: 'جارٍ البحث عن ذلك',
  workingHint: 'لحظة من فضلك. لن يضيع كلامك.',
  speaking: '{name}: جارٍ التحدّث',
  silencedHint: 'صوت الردود مكتوم.',
  muted: 'الميكروفون مكتوم',
  mutedHint: 'صوتك لا يصل إلى {name}.',
  ended: 'انتهت المكالمة',
  captions: 'الترجمة والشرح',
  readCaptions: 'قراءة الترجمة والشرح بصوت عالٍ',
  you: 'أنت',
  answering: '{name}',
  transcript: 'نص المكالمة',
  copy: 'نسخ',
  copied: 'تم النسخ',
  saveText: 'حفظ كملف نصي',
  saveCaptions: 'حفظ كملف ترجمة',
  consent: 'قبل أن نبدأ',
  agree: 'أوافق وأبدأ',
  later: 'ليس الآن',
  cutOff: 'انقطعت مكالمتك.',
  goOn: 'متابعة المكالمة',
  released: 'اضغط مطوّلًا للتحدّث',
  letGo: 'أفلت للإرسال',
  talkingMutedHint: 'شغّل الميكروفون ليصل صوتك.',
  devices: 'إعدادات الصوت',
  microphone: 'الميكروفون',
  speaker: 'مكبّر الصوت',
  systemDefault: 'الإعداد التلقائي للنظام',
  volume: 'مستوى الصوت',
  muteVoice: 'كتم صوت الردود',
  sampleCaller: 'هل لديكم طاولة لشخصين الليلة؟',
  sampleModel: 'نعم، لدينا طاولة في السابعة بجانب النافذة.',
  warnings: {
    silent: { text: 'لا صوت من الميكروفون', hint: 'هل هو مطفأ؟' },
    suspended: { text: notHeard, hint: 'أوقف النظام الميكروفون مؤقتًا.' },
    blocked: { text: notHeard, hint: 'المتصفّح يوقف الصوت. اضغط في أي مكان.' },
    slow: { text: 'الاتصال بطيء', hint: 'كلامك يصل متأخرًا.' },
    ending: { text: listening, hint: 'تنتهي هذه المكالمة خلال دقيقة.' },
    quiet: { text: 'هل ما زلت معنا؟', hint: 'قل شيئًا وإلا انتهت المكالمة.' },
    substituted: { text: listening, hint: 'الميكروفون المختار غير متاح.' },
  },
  errors: {
    'insecure-context': {
      text: 'هذه الصفحة غير آمنة.',
      hint: 'افتحها عبر https، ثم اتصل مجددًا.',
    },
    unsupported: {
      text: 'هذا المتصفّح لا يدعم المكالمات.',
      hint: 'استخدم إصدارًا حديثًا من Chrome أو Edge أو Firefox أو Safari.',
    },
    'mic-denied': {
      text: 'الميكروفون محظور.',
      hint: 'اسمح به في إعدادات الموقع، ثم اتصل مجددًا.',
    },
    'mic-forbidden': ownersFault,
    'mic-dismissed': {
      text: 'لم يُسمح باستخدام الميكروفون.',
      hint: 'اتصل مجددًا واختر «السماح».',
    },
    'no-mic': { text: 'لم نعثر على ميكروفون.', hint: 'وصّل ميكروفونًا، ثم اتصل مجددًا.' },
    'mic-busy': {
      text: 'الميكروفون قيد الاستخدام.',
      hint: 'أغلق التطبيق الذي يستخدمه، ثم اتصل مجددًا.',
    },
    'mic-lost': { text: 'توقّف الميكروفون.', hint: 'تأكّد من توصيله، ثم اتصل مجددًا.' },
    'no-speaker': { text: 'لم نعثر على مكبّر صوت.', hint: 'وصّل مكبّر صوت، ثم اتصل مجددًا.' },
    'audio-blocked': { text: 'لم يبدأ تشغيل الصوت.', hint: 'اضغط زر الاتصال مرة أخرى.' },
    'audio-failed': { text: 'توقّف الصوت عن العمل.', hint: reload },
    'worklet-blocked': ownersFault,
    'worklet-failed': ownersFault,
    'token-missing': ownersFault,
    'token-refused': ownersFault,
    'token-not-found': ownersFault,
    'token-misconfigured': ownersFault,
    'call-over': { text: 'انتهى الوقت المتاح لهذه المكالمة.', hint: 'اتصل مجددًا للمتابعة.' },
    'token-rate-limited': {
      text: 'المكالمات كثيرة الآن.',
      hint: 'انتظر قليلًا، ثم اتصل مجددًا.',
    },
    'token-unavailable': {
      text: 'المكالمات لا تعمل الآن.',
      hint: 'اتصل مجددًا بعد بضع دقائق.',
    },
    'token-timeout': connection,
    'token-network': connection,
    'token-invalid': ownersFault,
    'connect-blocked': ownersFault,
    'connect-refused': connection,
    'connect-timeout': connection,
    'session-invalid': ownersFault,
    'session-refused': { text: 'رُفضت المكالمة.', hint: again },
    'session-failed': { text: 'انقطعت المكالمة.', hint: again },
    'session-lost': { text: 'انقطع الاتصال.', hint: checkConnection },
    'call-elsewhere': {
      text: 'هناك مكالمة أخرى جارية.',
      hint: 'أنهِ تلك المكالمة، ثم اتصل مجددًا.',
    },
    internal: { text: 'حدث خطأ ما.', hint: reload },
  },
};
