// Written by scripts/embed-assets: run it after a file below web/ was added or removed.
#include "CAssets.h"

static const unsigned char asset_0[] = {
#embed "../../web/app/channels/connections.js"
};
static const unsigned char asset_1[] = {
#embed "../../web/app/channels/direct-pipe.js"
};
static const unsigned char asset_2[] = {
#embed "../../web/app/channels/direct.js"
};
static const unsigned char asset_3[] = {
#embed "../../web/app/channels/in-order.js"
};
static const unsigned char asset_4[] = {
#embed "../../web/app/channels/mailbox.js"
};
static const unsigned char asset_5[] = {
#embed "../../web/app/channels/outlet.js"
};
static const unsigned char asset_6[] = {
#embed "../../web/app/channels/reachability.js"
};
static const unsigned char asset_7[] = {
#embed "../../web/app/channels/relay-cipher.js"
};
static const unsigned char asset_8[] = {
#embed "../../web/app/channels/relay-keys.js"
};
static const unsigned char asset_9[] = {
#embed "../../web/app/channels/relay-pipe.js"
};
static const unsigned char asset_10[] = {
#embed "../../web/app/channels/relay.js"
};
static const unsigned char asset_11[] = {
#embed "../../web/app/channels/remote-relays.js"
};
static const unsigned char asset_12[] = {
#embed "../../web/app/channels/statistics.js"
};
static const unsigned char asset_13[] = {
#embed "../../web/app/channels/throughput.js"
};
static const unsigned char asset_14[] = {
#embed "../../web/app/core/paths/announcement.js"
};
static const unsigned char asset_15[] = {
#embed "../../web/app/core/paths/answering.js"
};
static const unsigned char asset_16[] = {
#embed "../../web/app/core/paths/attempt.js"
};
static const unsigned char asset_17[] = {
#embed "../../web/app/core/paths/call-errors.js"
};
static const unsigned char asset_18[] = {
#embed "../../web/app/core/paths/channel-news.js"
};
static const unsigned char asset_19[] = {
#embed "../../web/app/core/paths/context.js"
};
static const unsigned char asset_20[] = {
#embed "../../web/app/core/paths/deadline.js"
};
static const unsigned char asset_21[] = {
#embed "../../web/app/core/paths/direct-call.js"
};
static const unsigned char asset_22[] = {
#embed "../../web/app/core/paths/glare.js"
};
static const unsigned char asset_23[] = {
#embed "../../web/app/core/paths/health.js"
};
static const unsigned char asset_24[] = {
#embed "../../web/app/core/paths/improvement.js"
};
static const unsigned char asset_25[] = {
#embed "../../web/app/core/paths/machine.js"
};
static const unsigned char asset_26[] = {
#embed "../../web/app/core/paths/negotiation.js"
};
static const unsigned char asset_27[] = {
#embed "../../web/app/core/paths/path-kind.js"
};
static const unsigned char asset_28[] = {
#embed "../../web/app/core/paths/path-report.js"
};
static const unsigned char asset_29[] = {
#embed "../../web/app/core/paths/patience.js"
};
static const unsigned char asset_30[] = {
#embed "../../web/app/core/paths/pause.js"
};
static const unsigned char asset_31[] = {
#embed "../../web/app/core/paths/relay-call.js"
};
static const unsigned char asset_32[] = {
#embed "../../web/app/core/paths/route-watch.js"
};
static const unsigned char asset_33[] = {
#embed "../../web/app/core/paths/search.js"
};
static const unsigned char asset_34[] = {
#embed "../../web/app/core/paths/silence.js"
};
static const unsigned char asset_35[] = {
#embed "../../web/app/core/paths/state.js"
};
static const unsigned char asset_36[] = {
#embed "../../web/app/core/paths/verdict.js"
};
static const unsigned char asset_37[] = {
#embed "../../web/app/core/times.js"
};
static const unsigned char asset_38[] = {
#embed "../../web/app/core/transfer/arrivals.js"
};
static const unsigned char asset_39[] = {
#embed "../../web/app/core/transfer/description.js"
};
static const unsigned char asset_40[] = {
#embed "../../web/app/core/transfer/flatten-name.js"
};
static const unsigned char asset_41[] = {
#embed "../../web/app/core/transfer/frame.js"
};
static const unsigned char asset_42[] = {
#embed "../../web/app/core/transfer/intake.js"
};
static const unsigned char asset_43[] = {
#embed "../../web/app/core/transfer/layout.js"
};
static const unsigned char asset_44[] = {
#embed "../../web/app/core/transfer/limits.js"
};
static const unsigned char asset_45[] = {
#embed "../../web/app/core/transfer/manifest.js"
};
static const unsigned char asset_46[] = {
#embed "../../web/app/core/transfer/names.js"
};
static const unsigned char asset_47[] = {
#embed "../../web/app/core/transfer/offer-limit.js"
};
static const unsigned char asset_48[] = {
#embed "../../web/app/core/transfer/openable.js"
};
static const unsigned char asset_49[] = {
#embed "../../web/app/core/transfer/origin.js"
};
static const unsigned char asset_50[] = {
#embed "../../web/app/core/transfer/outcome.js"
};
static const unsigned char asset_51[] = {
#embed "../../web/app/core/transfer/pace.js"
};
static const unsigned char asset_52[] = {
#embed "../../web/app/core/transfer/receiver.js"
};
static const unsigned char asset_53[] = {
#embed "../../web/app/core/transfer/sender.js"
};
static const unsigned char asset_54[] = {
#embed "../../web/app/core/transfer/speed.js"
};
static const unsigned char asset_55[] = {
#embed "../../web/app/core/transfer/standing.js"
};
static const unsigned char asset_56[] = {
#embed "../../web/app/core/transfer/text.js"
};
static const unsigned char asset_57[] = {
#embed "../../web/app/core/util/attempt.js"
};
static const unsigned char asset_58[] = {
#embed "../../web/app/core/util/base64url.js"
};
static const unsigned char asset_59[] = {
#embed "../../web/app/core/util/check.js"
};
static const unsigned char asset_60[] = {
#embed "../../web/app/core/util/clock.js"
};
static const unsigned char asset_61[] = {
#embed "../../web/app/core/util/code-check.js"
};
static const unsigned char asset_62[] = {
#embed "../../web/app/core/util/code-words.js"
};
static const unsigned char asset_63[] = {
#embed "../../web/app/core/util/invitation.js"
};
static const unsigned char asset_64[] = {
#embed "../../web/app/core/util/random.js"
};
static const unsigned char asset_65[] = {
#embed "../../web/app/core/util/readable-name.js"
};
static const unsigned char asset_66[] = {
#embed "../../web/app/core/util/utf8.js"
};
static const unsigned char asset_67[] = {
#embed "../../web/app/core/wire/conversation.js"
};
static const unsigned char asset_68[] = {
#embed "../../web/app/core/wire/limits.js"
};
static const unsigned char asset_69[] = {
#embed "../../web/app/core/wire/signaling.js"
};
static const unsigned char asset_70[] = {
#embed "../../web/app/core/zip/crc32.js"
};
static const unsigned char asset_71[] = {
#embed "../../web/app/core/zip/writer.js"
};
static const unsigned char asset_72[] = {
#embed "../../web/app/engine.js"
};
static const unsigned char asset_73[] = {
#embed "../../web/app/environment.js"
};
static const unsigned char asset_74[] = {
#embed "../../web/app/environment/addresses.js"
};
static const unsigned char asset_75[] = {
#embed "../../web/app/environment/clipboard.js"
};
static const unsigned char asset_76[] = {
#embed "../../web/app/environment/clock.js"
};
static const unsigned char asset_77[] = {
#embed "../../web/app/environment/device-kind.js"
};
static const unsigned char asset_78[] = {
#embed "../../web/app/environment/frames.js"
};
static const unsigned char asset_79[] = {
#embed "../../web/app/environment/interface.js"
};
static const unsigned char asset_80[] = {
#embed "../../web/app/environment/key-storage.js"
};
static const unsigned char asset_81[] = {
#embed "../../web/app/environment/layout.js"
};
static const unsigned char asset_82[] = {
#embed "../../web/app/environment/pictures.js"
};
static const unsigned char asset_83[] = {
#embed "../../web/app/environment/random.js"
};
static const unsigned char asset_84[] = {
#embed "../../web/app/environment/server.js"
};
static const unsigned char asset_85[] = {
#embed "../../web/app/environment/sockets.js"
};
static const unsigned char asset_86[] = {
#embed "../../web/app/environment/tabs.js"
};
static const unsigned char asset_87[] = {
#embed "../../web/app/environment/trail.js"
};
static const unsigned char asset_88[] = {
#embed "../../web/app/files/saving/archive.js"
};
static const unsigned char asset_89[] = {
#embed "../../web/app/files/saving/hand-over.js"
};
static const unsigned char asset_90[] = {
#embed "../../web/app/files/saving/held-files.js"
};
static const unsigned char asset_91[] = {
#embed "../../web/app/files/saving/saving.js"
};
static const unsigned char asset_92[] = {
#embed "../../web/app/files/sinks/blob.js"
};
static const unsigned char asset_93[] = {
#embed "../../web/app/files/sinks/download.js"
};
static const unsigned char asset_94[] = {
#embed "../../web/app/files/sinks/holdings.js"
};
static const unsigned char asset_95[] = {
#embed "../../web/app/files/sinks/service-worker.js"
};
static const unsigned char asset_96[] = {
#embed "../../web/app/files/sinks/storage.js"
};
static const unsigned char asset_97[] = {
#embed "../../web/app/files/sinks/stream.js"
};
static const unsigned char asset_98[] = {
#embed "../../web/app/files/source.js"
};
static const unsigned char asset_99[] = {
#embed "../../web/app/i18n/en.js"
};
static const unsigned char asset_100[] = {
#embed "../../web/app/i18n/formats.js"
};
static const unsigned char asset_101[] = {
#embed "../../web/app/i18n/index.js"
};
static const unsigned char asset_102[] = {
#embed "../../web/app/i18n/zh-Hans.js"
};
static const unsigned char asset_103[] = {
#embed "../../web/app/main.js"
};
static const unsigned char asset_104[] = {
#embed "../../web/app/page/attention.js"
};
static const unsigned char asset_105[] = {
#embed "../../web/app/page/codes.js"
};
static const unsigned char asset_106[] = {
#embed "../../web/app/page/conversation.js"
};
static const unsigned char asset_107[] = {
#embed "../../web/app/page/conversations.js"
};
static const unsigned char asset_108[] = {
#embed "../../web/app/page/detail.js"
};
static const unsigned char asset_109[] = {
#embed "../../web/app/page/dialogs.js"
};
static const unsigned char asset_110[] = {
#embed "../../web/app/page/gestures.js"
};
static const unsigned char asset_111[] = {
#embed "../../web/app/page/kept.js"
};
static const unsigned char asset_112[] = {
#embed "../../web/app/page/last-seen.js"
};
static const unsigned char asset_113[] = {
#embed "../../web/app/page/list.js"
};
static const unsigned char asset_114[] = {
#embed "../../web/app/page/page.js"
};
static const unsigned char asset_115[] = {
#embed "../../web/app/page/sending.js"
};
static const unsigned char asset_116[] = {
#embed "../../web/app/page/shelf.js"
};
static const unsigned char asset_117[] = {
#embed "../../web/app/page/voice.js"
};
static const unsigned char asset_118[] = {
#embed "../../web/app/page/whereabouts.js"
};
static const unsigned char asset_119[] = {
#embed "../../web/app/peers/channels.js"
};
static const unsigned char asset_120[] = {
#embed "../../web/app/peers/content.js"
};
static const unsigned char asset_121[] = {
#embed "../../web/app/peers/entries.js"
};
static const unsigned char asset_122[] = {
#embed "../../web/app/peers/incoming.js"
};
static const unsigned char asset_123[] = {
#embed "../../web/app/peers/last-words.js"
};
static const unsigned char asset_124[] = {
#embed "../../web/app/peers/link.js"
};
static const unsigned char asset_125[] = {
#embed "../../web/app/peers/offers.js"
};
static const unsigned char asset_126[] = {
#embed "../../web/app/peers/outgoing.js"
};
static const unsigned char asset_127[] = {
#embed "../../web/app/peers/peer.js"
};
static const unsigned char asset_128[] = {
#embed "../../web/app/peers/pipe-statistics.js"
};
static const unsigned char asset_129[] = {
#embed "../../web/app/peers/pulse.js"
};
static const unsigned char asset_130[] = {
#embed "../../web/app/peers/received.js"
};
static const unsigned char asset_131[] = {
#embed "../../web/app/peers/roster.js"
};
static const unsigned char asset_132[] = {
#embed "../../web/app/peers/session.js"
};
static const unsigned char asset_133[] = {
#embed "../../web/app/peers/standstill.js"
};
static const unsigned char asset_134[] = {
#embed "../../web/app/peers/texts.js"
};
static const unsigned char asset_135[] = {
#embed "../../web/app/peers/transfer.js"
};
static const unsigned char asset_136[] = {
#embed "../../web/app/peers/transfers.js"
};
static const unsigned char asset_137[] = {
#embed "../../web/app/server/backoff.js"
};
static const unsigned char asset_138[] = {
#embed "../../web/app/server/client.js"
};
static const unsigned char asset_139[] = {
#embed "../../web/app/server/connection.js"
};
static const unsigned char asset_140[] = {
#embed "../../web/app/server/ice-servers.js"
};
static const unsigned char asset_141[] = {
#embed "../../web/app/server/identity.js"
};
static const unsigned char asset_142[] = {
#embed "../../web/app/server/obstacle.js"
};
static const unsigned char asset_143[] = {
#embed "../../web/app/server/probe.js"
};
static const unsigned char asset_144[] = {
#embed "../../web/app/state/chronicle.js"
};
static const unsigned char asset_145[] = {
#embed "../../web/app/state/codes.js"
};
static const unsigned char asset_146[] = {
#embed "../../web/app/state/directory.js"
};
static const unsigned char asset_147[] = {
#embed "../../web/app/state/own-tabs.js"
};
static const unsigned char asset_148[] = {
#embed "../../web/app/state/settings.js"
};
static const unsigned char asset_149[] = {
#embed "../../web/app/state/store.js"
};
static const unsigned char asset_150[] = {
#embed "../../web/app/state/transfer-view.js"
};
static const unsigned char asset_151[] = {
#embed "../../web/app/state/unreached.js"
};
static const unsigned char asset_152[] = {
#embed "../../web/app/state/unsaved.js"
};
static const unsigned char asset_153[] = {
#embed "../../web/app/ui/add-device.js"
};
static const unsigned char asset_154[] = {
#embed "../../web/app/ui/addresses.js"
};
static const unsigned char asset_155[] = {
#embed "../../web/app/ui/announcer.js"
};
static const unsigned char asset_156[] = {
#embed "../../web/app/ui/browser-traits.js"
};
static const unsigned char asset_157[] = {
#embed "../../web/app/ui/buttons.js"
};
static const unsigned char asset_158[] = {
#embed "../../web/app/ui/causes.js"
};
static const unsigned char asset_159[] = {
#embed "../../web/app/ui/chime.js"
};
static const unsigned char asset_160[] = {
#embed "../../web/app/ui/clipboard-content.js"
};
static const unsigned char asset_161[] = {
#embed "../../web/app/ui/code-dialog.js"
};
static const unsigned char asset_162[] = {
#embed "../../web/app/ui/code-entry.js"
};
static const unsigned char asset_163[] = {
#embed "../../web/app/ui/code-maker.js"
};
static const unsigned char asset_164[] = {
#embed "../../web/app/ui/composer.js"
};
static const unsigned char asset_165[] = {
#embed "../../web/app/ui/connection-facts.js"
};
static const unsigned char asset_166[] = {
#embed "../../web/app/ui/conversation-head.js"
};
static const unsigned char asset_167[] = {
#embed "../../web/app/ui/conversation.js"
};
static const unsigned char asset_168[] = {
#embed "../../web/app/ui/copy-button.js"
};
static const unsigned char asset_169[] = {
#embed "../../web/app/ui/crossing-bar.js"
};
static const unsigned char asset_170[] = {
#embed "../../web/app/ui/device-list.js"
};
static const unsigned char asset_171[] = {
#embed "../../web/app/ui/device-row.js"
};
static const unsigned char asset_172[] = {
#embed "../../web/app/ui/dialog-stack.js"
};
static const unsigned char asset_173[] = {
#embed "../../web/app/ui/dialog.js"
};
static const unsigned char asset_174[] = {
#embed "../../web/app/ui/dom.js"
};
static const unsigned char asset_175[] = {
#embed "../../web/app/ui/drags.js"
};
static const unsigned char asset_176[] = {
#embed "../../web/app/ui/drop-target.js"
};
static const unsigned char asset_177[] = {
#embed "../../web/app/ui/dropped-files.js"
};
static const unsigned char asset_178[] = {
#embed "../../web/app/ui/end-follower.js"
};
static const unsigned char asset_179[] = {
#embed "../../web/app/ui/entry-log.js"
};
static const unsigned char asset_180[] = {
#embed "../../web/app/ui/favicon.js"
};
static const unsigned char asset_181[] = {
#embed "../../web/app/ui/file-input.js"
};
static const unsigned char asset_182[] = {
#embed "../../web/app/ui/file-list.js"
};
static const unsigned char asset_183[] = {
#embed "../../web/app/ui/file-words.js"
};
static const unsigned char asset_184[] = {
#embed "../../web/app/ui/format.js"
};
static const unsigned char asset_185[] = {
#embed "../../web/app/ui/happenings.js"
};
static const unsigned char asset_186[] = {
#embed "../../web/app/ui/hint.js"
};
static const unsigned char asset_187[] = {
#embed "../../web/app/ui/icons.js"
};
static const unsigned char asset_188[] = {
#embed "../../web/app/ui/inspector.js"
};
static const unsigned char asset_189[] = {
#embed "../../web/app/ui/join-link.js"
};
static const unsigned char asset_190[] = {
#embed "../../web/app/ui/leave-guard.js"
};
static const unsigned char asset_191[] = {
#embed "../../web/app/ui/linkify.js"
};
static const unsigned char asset_192[] = {
#embed "../../web/app/ui/masthead.js"
};
static const unsigned char asset_193[] = {
#embed "../../web/app/ui/message-field.js"
};
static const unsigned char asset_194[] = {
#embed "../../web/app/ui/name-form.js"
};
static const unsigned char asset_195[] = {
#embed "../../web/app/ui/name.js"
};
static const unsigned char asset_196[] = {
#embed "../../web/app/ui/navigation.js"
};
static const unsigned char asset_197[] = {
#embed "../../web/app/ui/near-pane.js"
};
static const unsigned char asset_198[] = {
#embed "../../web/app/ui/notice-entry.js"
};
static const unsigned char asset_199[] = {
#embed "../../web/app/ui/offer-shelf.js"
};
static const unsigned char asset_200[] = {
#embed "../../web/app/ui/path-word.js"
};
static const unsigned char asset_201[] = {
#embed "../../web/app/ui/preferences.js"
};
static const unsigned char asset_202[] = {
#embed "../../web/app/ui/qr-image.js"
};
static const unsigned char asset_203[] = {
#embed "../../web/app/ui/recipient-dialog.js"
};
static const unsigned char asset_204[] = {
#embed "../../web/app/ui/recipient.js"
};
static const unsigned char asset_205[] = {
#embed "../../web/app/ui/ring.js"
};
static const unsigned char asset_206[] = {
#embed "../../web/app/ui/secure-link.js"
};
static const unsigned char asset_207[] = {
#embed "../../web/app/ui/self-card.js"
};
static const unsigned char asset_208[] = {
#embed "../../web/app/ui/server-notices.js"
};
static const unsigned char asset_209[] = {
#embed "../../web/app/ui/settings-dialog.js"
};
static const unsigned char asset_210[] = {
#embed "../../web/app/ui/shelf-items.js"
};
static const unsigned char asset_211[] = {
#embed "../../web/app/ui/shell.js"
};
static const unsigned char asset_212[] = {
#embed "../../web/app/ui/sparkline.js"
};
static const unsigned char asset_213[] = {
#embed "../../web/app/ui/standing.js"
};
static const unsigned char asset_214[] = {
#embed "../../web/app/ui/steps.js"
};
static const unsigned char asset_215[] = {
#embed "../../web/app/ui/summary.js"
};
static const unsigned char asset_216[] = {
#embed "../../web/app/ui/tab-signal.js"
};
static const unsigned char asset_217[] = {
#embed "../../web/app/ui/text-entry.js"
};
static const unsigned char asset_218[] = {
#embed "../../web/app/ui/transfer-buttons.js"
};
static const unsigned char asset_219[] = {
#embed "../../web/app/ui/transfer-card.js"
};
static const unsigned char asset_220[] = {
#embed "../../web/app/ui/transfer-files.js"
};
static const unsigned char asset_221[] = {
#embed "../../web/app/ui/transfer-message.js"
};
static const unsigned char asset_222[] = {
#embed "../../web/app/ui/transfer-words.js"
};
static const unsigned char asset_223[] = {
#embed "../../web/app/ui/viewport.js"
};
static const unsigned char asset_224[] = {
#embed "../../web/app/ui/waiting-files.js"
};
static const unsigned char asset_225[] = {
#embed "../../web/app/ui/wake-lock.js"
};
static const unsigned char asset_226[] = {
#embed "../../web/app/ui/wording.js"
};
static const unsigned char asset_227[] = {
#embed "../../web/favicon.svg"
};
static const unsigned char asset_228[] = {
#embed "../../web/icons/apple-touch-icon.png"
};
static const unsigned char asset_229[] = {
#embed "../../web/icons/icon-192.png"
};
static const unsigned char asset_230[] = {
#embed "../../web/icons/icon-512.png"
};
static const unsigned char asset_231[] = {
#embed "../../web/icons/maskable-512.png"
};
static const unsigned char asset_232[] = {
#embed "../../web/index.html"
};
static const unsigned char asset_233[] = {
#embed "../../web/manifest.webmanifest"
};
static const unsigned char asset_234[] = {
#embed "../../web/styles/add.css"
};
static const unsigned char asset_235[] = {
#embed "../../web/styles/base.css"
};
static const unsigned char asset_236[] = {
#embed "../../web/styles/conversation.css"
};
static const unsigned char asset_237[] = {
#embed "../../web/styles/dark.css"
};
static const unsigned char asset_238[] = {
#embed "../../web/styles/devices.css"
};
static const unsigned char asset_239[] = {
#embed "../../web/styles/dialogs.css"
};
static const unsigned char asset_240[] = {
#embed "../../web/styles/layout.css"
};
static const unsigned char asset_241[] = {
#embed "../../web/styles/tokens.css"
};
static const unsigned char asset_242[] = {
#embed "../../web/styles/transfer.css"
};
static const unsigned char asset_243[] = {
#embed "../../web/sw.js"
};
static const unsigned char asset_244[] = {
#embed "../../web/trust.css"
};
static const unsigned char asset_245[] = {
#embed "../../web/trust.html"
};
static const unsigned char asset_246[] = {
#embed "../../web/trust.js"
};

static const ferry_asset assets[] = {
    {"app/channels/connections.js", asset_0, sizeof asset_0},
    {"app/channels/direct-pipe.js", asset_1, sizeof asset_1},
    {"app/channels/direct.js", asset_2, sizeof asset_2},
    {"app/channels/in-order.js", asset_3, sizeof asset_3},
    {"app/channels/mailbox.js", asset_4, sizeof asset_4},
    {"app/channels/outlet.js", asset_5, sizeof asset_5},
    {"app/channels/reachability.js", asset_6, sizeof asset_6},
    {"app/channels/relay-cipher.js", asset_7, sizeof asset_7},
    {"app/channels/relay-keys.js", asset_8, sizeof asset_8},
    {"app/channels/relay-pipe.js", asset_9, sizeof asset_9},
    {"app/channels/relay.js", asset_10, sizeof asset_10},
    {"app/channels/remote-relays.js", asset_11, sizeof asset_11},
    {"app/channels/statistics.js", asset_12, sizeof asset_12},
    {"app/channels/throughput.js", asset_13, sizeof asset_13},
    {"app/core/paths/announcement.js", asset_14, sizeof asset_14},
    {"app/core/paths/answering.js", asset_15, sizeof asset_15},
    {"app/core/paths/attempt.js", asset_16, sizeof asset_16},
    {"app/core/paths/call-errors.js", asset_17, sizeof asset_17},
    {"app/core/paths/channel-news.js", asset_18, sizeof asset_18},
    {"app/core/paths/context.js", asset_19, sizeof asset_19},
    {"app/core/paths/deadline.js", asset_20, sizeof asset_20},
    {"app/core/paths/direct-call.js", asset_21, sizeof asset_21},
    {"app/core/paths/glare.js", asset_22, sizeof asset_22},
    {"app/core/paths/health.js", asset_23, sizeof asset_23},
    {"app/core/paths/improvement.js", asset_24, sizeof asset_24},
    {"app/core/paths/machine.js", asset_25, sizeof asset_25},
    {"app/core/paths/negotiation.js", asset_26, sizeof asset_26},
    {"app/core/paths/path-kind.js", asset_27, sizeof asset_27},
    {"app/core/paths/path-report.js", asset_28, sizeof asset_28},
    {"app/core/paths/patience.js", asset_29, sizeof asset_29},
    {"app/core/paths/pause.js", asset_30, sizeof asset_30},
    {"app/core/paths/relay-call.js", asset_31, sizeof asset_31},
    {"app/core/paths/route-watch.js", asset_32, sizeof asset_32},
    {"app/core/paths/search.js", asset_33, sizeof asset_33},
    {"app/core/paths/silence.js", asset_34, sizeof asset_34},
    {"app/core/paths/state.js", asset_35, sizeof asset_35},
    {"app/core/paths/verdict.js", asset_36, sizeof asset_36},
    {"app/core/times.js", asset_37, sizeof asset_37},
    {"app/core/transfer/arrivals.js", asset_38, sizeof asset_38},
    {"app/core/transfer/description.js", asset_39, sizeof asset_39},
    {"app/core/transfer/flatten-name.js", asset_40, sizeof asset_40},
    {"app/core/transfer/frame.js", asset_41, sizeof asset_41},
    {"app/core/transfer/intake.js", asset_42, sizeof asset_42},
    {"app/core/transfer/layout.js", asset_43, sizeof asset_43},
    {"app/core/transfer/limits.js", asset_44, sizeof asset_44},
    {"app/core/transfer/manifest.js", asset_45, sizeof asset_45},
    {"app/core/transfer/names.js", asset_46, sizeof asset_46},
    {"app/core/transfer/offer-limit.js", asset_47, sizeof asset_47},
    {"app/core/transfer/openable.js", asset_48, sizeof asset_48},
    {"app/core/transfer/origin.js", asset_49, sizeof asset_49},
    {"app/core/transfer/outcome.js", asset_50, sizeof asset_50},
    {"app/core/transfer/pace.js", asset_51, sizeof asset_51},
    {"app/core/transfer/receiver.js", asset_52, sizeof asset_52},
    {"app/core/transfer/sender.js", asset_53, sizeof asset_53},
    {"app/core/transfer/speed.js", asset_54, sizeof asset_54},
    {"app/core/transfer/standing.js", asset_55, sizeof asset_55},
    {"app/core/transfer/text.js", asset_56, sizeof asset_56},
    {"app/core/util/attempt.js", asset_57, sizeof asset_57},
    {"app/core/util/base64url.js", asset_58, sizeof asset_58},
    {"app/core/util/check.js", asset_59, sizeof asset_59},
    {"app/core/util/clock.js", asset_60, sizeof asset_60},
    {"app/core/util/code-check.js", asset_61, sizeof asset_61},
    {"app/core/util/code-words.js", asset_62, sizeof asset_62},
    {"app/core/util/invitation.js", asset_63, sizeof asset_63},
    {"app/core/util/random.js", asset_64, sizeof asset_64},
    {"app/core/util/readable-name.js", asset_65, sizeof asset_65},
    {"app/core/util/utf8.js", asset_66, sizeof asset_66},
    {"app/core/wire/conversation.js", asset_67, sizeof asset_67},
    {"app/core/wire/limits.js", asset_68, sizeof asset_68},
    {"app/core/wire/signaling.js", asset_69, sizeof asset_69},
    {"app/core/zip/crc32.js", asset_70, sizeof asset_70},
    {"app/core/zip/writer.js", asset_71, sizeof asset_71},
    {"app/engine.js", asset_72, sizeof asset_72},
    {"app/environment.js", asset_73, sizeof asset_73},
    {"app/environment/addresses.js", asset_74, sizeof asset_74},
    {"app/environment/clipboard.js", asset_75, sizeof asset_75},
    {"app/environment/clock.js", asset_76, sizeof asset_76},
    {"app/environment/device-kind.js", asset_77, sizeof asset_77},
    {"app/environment/frames.js", asset_78, sizeof asset_78},
    {"app/environment/interface.js", asset_79, sizeof asset_79},
    {"app/environment/key-storage.js", asset_80, sizeof asset_80},
    {"app/environment/layout.js", asset_81, sizeof asset_81},
    {"app/environment/pictures.js", asset_82, sizeof asset_82},
    {"app/environment/random.js", asset_83, sizeof asset_83},
    {"app/environment/server.js", asset_84, sizeof asset_84},
    {"app/environment/sockets.js", asset_85, sizeof asset_85},
    {"app/environment/tabs.js", asset_86, sizeof asset_86},
    {"app/environment/trail.js", asset_87, sizeof asset_87},
    {"app/files/saving/archive.js", asset_88, sizeof asset_88},
    {"app/files/saving/hand-over.js", asset_89, sizeof asset_89},
    {"app/files/saving/held-files.js", asset_90, sizeof asset_90},
    {"app/files/saving/saving.js", asset_91, sizeof asset_91},
    {"app/files/sinks/blob.js", asset_92, sizeof asset_92},
    {"app/files/sinks/download.js", asset_93, sizeof asset_93},
    {"app/files/sinks/holdings.js", asset_94, sizeof asset_94},
    {"app/files/sinks/service-worker.js", asset_95, sizeof asset_95},
    {"app/files/sinks/storage.js", asset_96, sizeof asset_96},
    {"app/files/sinks/stream.js", asset_97, sizeof asset_97},
    {"app/files/source.js", asset_98, sizeof asset_98},
    {"app/i18n/en.js", asset_99, sizeof asset_99},
    {"app/i18n/formats.js", asset_100, sizeof asset_100},
    {"app/i18n/index.js", asset_101, sizeof asset_101},
    {"app/i18n/zh-Hans.js", asset_102, sizeof asset_102},
    {"app/main.js", asset_103, sizeof asset_103},
    {"app/page/attention.js", asset_104, sizeof asset_104},
    {"app/page/codes.js", asset_105, sizeof asset_105},
    {"app/page/conversation.js", asset_106, sizeof asset_106},
    {"app/page/conversations.js", asset_107, sizeof asset_107},
    {"app/page/detail.js", asset_108, sizeof asset_108},
    {"app/page/dialogs.js", asset_109, sizeof asset_109},
    {"app/page/gestures.js", asset_110, sizeof asset_110},
    {"app/page/kept.js", asset_111, sizeof asset_111},
    {"app/page/last-seen.js", asset_112, sizeof asset_112},
    {"app/page/list.js", asset_113, sizeof asset_113},
    {"app/page/page.js", asset_114, sizeof asset_114},
    {"app/page/sending.js", asset_115, sizeof asset_115},
    {"app/page/shelf.js", asset_116, sizeof asset_116},
    {"app/page/voice.js", asset_117, sizeof asset_117},
    {"app/page/whereabouts.js", asset_118, sizeof asset_118},
    {"app/peers/channels.js", asset_119, sizeof asset_119},
    {"app/peers/content.js", asset_120, sizeof asset_120},
    {"app/peers/entries.js", asset_121, sizeof asset_121},
    {"app/peers/incoming.js", asset_122, sizeof asset_122},
    {"app/peers/last-words.js", asset_123, sizeof asset_123},
    {"app/peers/link.js", asset_124, sizeof asset_124},
    {"app/peers/offers.js", asset_125, sizeof asset_125},
    {"app/peers/outgoing.js", asset_126, sizeof asset_126},
    {"app/peers/peer.js", asset_127, sizeof asset_127},
    {"app/peers/pipe-statistics.js", asset_128, sizeof asset_128},
    {"app/peers/pulse.js", asset_129, sizeof asset_129},
    {"app/peers/received.js", asset_130, sizeof asset_130},
    {"app/peers/roster.js", asset_131, sizeof asset_131},
    {"app/peers/session.js", asset_132, sizeof asset_132},
    {"app/peers/standstill.js", asset_133, sizeof asset_133},
    {"app/peers/texts.js", asset_134, sizeof asset_134},
    {"app/peers/transfer.js", asset_135, sizeof asset_135},
    {"app/peers/transfers.js", asset_136, sizeof asset_136},
    {"app/server/backoff.js", asset_137, sizeof asset_137},
    {"app/server/client.js", asset_138, sizeof asset_138},
    {"app/server/connection.js", asset_139, sizeof asset_139},
    {"app/server/ice-servers.js", asset_140, sizeof asset_140},
    {"app/server/identity.js", asset_141, sizeof asset_141},
    {"app/server/obstacle.js", asset_142, sizeof asset_142},
    {"app/server/probe.js", asset_143, sizeof asset_143},
    {"app/state/chronicle.js", asset_144, sizeof asset_144},
    {"app/state/codes.js", asset_145, sizeof asset_145},
    {"app/state/directory.js", asset_146, sizeof asset_146},
    {"app/state/own-tabs.js", asset_147, sizeof asset_147},
    {"app/state/settings.js", asset_148, sizeof asset_148},
    {"app/state/store.js", asset_149, sizeof asset_149},
    {"app/state/transfer-view.js", asset_150, sizeof asset_150},
    {"app/state/unreached.js", asset_151, sizeof asset_151},
    {"app/state/unsaved.js", asset_152, sizeof asset_152},
    {"app/ui/add-device.js", asset_153, sizeof asset_153},
    {"app/ui/addresses.js", asset_154, sizeof asset_154},
    {"app/ui/announcer.js", asset_155, sizeof asset_155},
    {"app/ui/browser-traits.js", asset_156, sizeof asset_156},
    {"app/ui/buttons.js", asset_157, sizeof asset_157},
    {"app/ui/causes.js", asset_158, sizeof asset_158},
    {"app/ui/chime.js", asset_159, sizeof asset_159},
    {"app/ui/clipboard-content.js", asset_160, sizeof asset_160},
    {"app/ui/code-dialog.js", asset_161, sizeof asset_161},
    {"app/ui/code-entry.js", asset_162, sizeof asset_162},
    {"app/ui/code-maker.js", asset_163, sizeof asset_163},
    {"app/ui/composer.js", asset_164, sizeof asset_164},
    {"app/ui/connection-facts.js", asset_165, sizeof asset_165},
    {"app/ui/conversation-head.js", asset_166, sizeof asset_166},
    {"app/ui/conversation.js", asset_167, sizeof asset_167},
    {"app/ui/copy-button.js", asset_168, sizeof asset_168},
    {"app/ui/crossing-bar.js", asset_169, sizeof asset_169},
    {"app/ui/device-list.js", asset_170, sizeof asset_170},
    {"app/ui/device-row.js", asset_171, sizeof asset_171},
    {"app/ui/dialog-stack.js", asset_172, sizeof asset_172},
    {"app/ui/dialog.js", asset_173, sizeof asset_173},
    {"app/ui/dom.js", asset_174, sizeof asset_174},
    {"app/ui/drags.js", asset_175, sizeof asset_175},
    {"app/ui/drop-target.js", asset_176, sizeof asset_176},
    {"app/ui/dropped-files.js", asset_177, sizeof asset_177},
    {"app/ui/end-follower.js", asset_178, sizeof asset_178},
    {"app/ui/entry-log.js", asset_179, sizeof asset_179},
    {"app/ui/favicon.js", asset_180, sizeof asset_180},
    {"app/ui/file-input.js", asset_181, sizeof asset_181},
    {"app/ui/file-list.js", asset_182, sizeof asset_182},
    {"app/ui/file-words.js", asset_183, sizeof asset_183},
    {"app/ui/format.js", asset_184, sizeof asset_184},
    {"app/ui/happenings.js", asset_185, sizeof asset_185},
    {"app/ui/hint.js", asset_186, sizeof asset_186},
    {"app/ui/icons.js", asset_187, sizeof asset_187},
    {"app/ui/inspector.js", asset_188, sizeof asset_188},
    {"app/ui/join-link.js", asset_189, sizeof asset_189},
    {"app/ui/leave-guard.js", asset_190, sizeof asset_190},
    {"app/ui/linkify.js", asset_191, sizeof asset_191},
    {"app/ui/masthead.js", asset_192, sizeof asset_192},
    {"app/ui/message-field.js", asset_193, sizeof asset_193},
    {"app/ui/name-form.js", asset_194, sizeof asset_194},
    {"app/ui/name.js", asset_195, sizeof asset_195},
    {"app/ui/navigation.js", asset_196, sizeof asset_196},
    {"app/ui/near-pane.js", asset_197, sizeof asset_197},
    {"app/ui/notice-entry.js", asset_198, sizeof asset_198},
    {"app/ui/offer-shelf.js", asset_199, sizeof asset_199},
    {"app/ui/path-word.js", asset_200, sizeof asset_200},
    {"app/ui/preferences.js", asset_201, sizeof asset_201},
    {"app/ui/qr-image.js", asset_202, sizeof asset_202},
    {"app/ui/recipient-dialog.js", asset_203, sizeof asset_203},
    {"app/ui/recipient.js", asset_204, sizeof asset_204},
    {"app/ui/ring.js", asset_205, sizeof asset_205},
    {"app/ui/secure-link.js", asset_206, sizeof asset_206},
    {"app/ui/self-card.js", asset_207, sizeof asset_207},
    {"app/ui/server-notices.js", asset_208, sizeof asset_208},
    {"app/ui/settings-dialog.js", asset_209, sizeof asset_209},
    {"app/ui/shelf-items.js", asset_210, sizeof asset_210},
    {"app/ui/shell.js", asset_211, sizeof asset_211},
    {"app/ui/sparkline.js", asset_212, sizeof asset_212},
    {"app/ui/standing.js", asset_213, sizeof asset_213},
    {"app/ui/steps.js", asset_214, sizeof asset_214},
    {"app/ui/summary.js", asset_215, sizeof asset_215},
    {"app/ui/tab-signal.js", asset_216, sizeof asset_216},
    {"app/ui/text-entry.js", asset_217, sizeof asset_217},
    {"app/ui/transfer-buttons.js", asset_218, sizeof asset_218},
    {"app/ui/transfer-card.js", asset_219, sizeof asset_219},
    {"app/ui/transfer-files.js", asset_220, sizeof asset_220},
    {"app/ui/transfer-message.js", asset_221, sizeof asset_221},
    {"app/ui/transfer-words.js", asset_222, sizeof asset_222},
    {"app/ui/viewport.js", asset_223, sizeof asset_223},
    {"app/ui/waiting-files.js", asset_224, sizeof asset_224},
    {"app/ui/wake-lock.js", asset_225, sizeof asset_225},
    {"app/ui/wording.js", asset_226, sizeof asset_226},
    {"favicon.svg", asset_227, sizeof asset_227},
    {"icons/apple-touch-icon.png", asset_228, sizeof asset_228},
    {"icons/icon-192.png", asset_229, sizeof asset_229},
    {"icons/icon-512.png", asset_230, sizeof asset_230},
    {"icons/maskable-512.png", asset_231, sizeof asset_231},
    {"index.html", asset_232, sizeof asset_232},
    {"manifest.webmanifest", asset_233, sizeof asset_233},
    {"styles/add.css", asset_234, sizeof asset_234},
    {"styles/base.css", asset_235, sizeof asset_235},
    {"styles/conversation.css", asset_236, sizeof asset_236},
    {"styles/dark.css", asset_237, sizeof asset_237},
    {"styles/devices.css", asset_238, sizeof asset_238},
    {"styles/dialogs.css", asset_239, sizeof asset_239},
    {"styles/layout.css", asset_240, sizeof asset_240},
    {"styles/tokens.css", asset_241, sizeof asset_241},
    {"styles/transfer.css", asset_242, sizeof asset_242},
    {"sw.js", asset_243, sizeof asset_243},
    {"trust.css", asset_244, sizeof asset_244},
    {"trust.html", asset_245, sizeof asset_245},
    {"trust.js", asset_246, sizeof asset_246},
};

size_t ferry_asset_count(void) {
    return sizeof assets / sizeof assets[0];
}

ferry_asset ferry_asset_at(size_t index) {
    return assets[index];
}
