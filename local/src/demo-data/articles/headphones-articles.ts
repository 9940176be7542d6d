import type { ArticleText } from './article-text.ts';

export const HEADPHONES_ARTICLES: readonly ArticleText[] = [
  {
    productId: 'p001',
    title: 'ZenSound Headphones: questions and answers',
    category: 'faq',
    sections: [
      [
        'How long does the battery last?',
        'Up to 30 hours with Bluetooth and about 22 hours with noise cancelling on. A full charge takes two and a half hours; ten minutes on the charger give about three hours of music. With the 3.5 mm cable the headphones play without any battery, but noise cancelling is then off.',
      ],
      [
        'Can I connect two devices at the same time?',
        'No. The ZenSound Headphones remember eight devices but play from one at a time. To change over, switch Bluetooth off on the first device, or hold the power button for five seconds and choose the headphones on the second one.',
      ],
      [
        'Are they waterproof?',
        'No. Sweat on the pads is fine, rain is not. Wipe the pads with a dry cloth and let them dry in the open before you fold the headphones. Damage by water is not covered by the warranty.',
      ],
    ],
  },
  {
    productId: 'p001',
    title: 'ZenSound Headphones: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First pairing',
        '1. Charge the headphones for 30 minutes. 2. Hold the power button for five seconds until the light blinks blue and white. 3. Open the Bluetooth list of your phone and choose "ZenSound". 4. A voice says "connected". From then on they connect by themselves when you switch them on.',
      ],
      [
        'Buttons and noise cancelling',
        'The button on the right cup plays and pauses; press twice for the next track. The button on the left cup switches between noise cancelling, ambient sound and off. Hold it for three seconds to switch the voice prompts off.',
      ],
    ],
  },
  {
    productId: 'p001',
    title: 'ZenSound Headphones: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Headphones do not connect',
        '1. Make sure the battery is above 10 percent: a red light means charge first. 2. On the phone, remove "ZenSound" from the Bluetooth list and switch Bluetooth off and on. 3. Hold the power button for five seconds until the light blinks blue and white, then choose "ZenSound" again. 4. If they still do not connect, reset them: hold power and volume-down together for ten seconds until the light turns red twice, and pair once more. 5. If they do not connect to a second phone either, the radio is faulty: ask us for a warranty claim.',
      ],
      [
        'Crackling or no sound on one side',
        '1. Play the same song through the 3.5 mm cable. If the crackling is gone, it is the radio link: move the phone to the same side of the body as the right cup and stay away from microwave ovens. 2. If it crackles with the cable too, try another cable. 3. If one side stays silent with any cable, the driver is defective and is covered by the warranty.',
      ],
      [
        'Faint hiss with noise cancelling on',
        'A quiet hiss in silent rooms is part of noise cancelling and no defect. If it is loud or sounds like whistling, clean the small microphone openings on both cups with a dry soft brush, check that the pads sit tightly, and install firmware 1.8 or later, which lowers the hiss.',
      ],
    ],
  },
  {
    productId: 'p002',
    title: 'SoundSphere Pro Headphones: questions and answers',
    category: 'faq',
    sections: [
      [
        'How does multipoint work?',
        'The SoundSphere Pro Headphones stay connected to two devices, for example laptop and phone. Music pauses when a call comes in on the other device. Multipoint is on by default and can be switched off in the SoundSphere app under Connections.',
      ],
      [
        'How long does the battery last?',
        'Up to 40 hours, about 30 hours with adaptive noise cancelling and 24 hours with spatial audio on. Charging takes three hours; a five-minute charge gives four hours.',
      ],
      [
        'Do I need the app?',
        'No, pairing and playing work without it. The SoundSphere app is needed for the equalizer, spatial audio, firmware updates and for finding lost headphones. It runs on Android 10 and iOS 15 or later.',
      ],
    ],
  },
  {
    productId: 'p002',
    title: 'SoundSphere Pro Headphones: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First pairing and app',
        '1. Take the headphones out of the case: they switch on by themselves. 2. Hold the Bluetooth button on the left cup for three seconds until you hear "pairing". 3. Choose "SoundSphere Pro" on the phone. 4. Install the SoundSphere app, let it find the headphones and install the firmware update that it offers; this takes about eight minutes.',
      ],
      [
        'Adding a second device',
        'Hold the Bluetooth button for three seconds again while the first device is connected, and choose "SoundSphere Pro" on the second device. The app shows both under Connections, where you can also choose which one has priority.',
      ],
    ],
  },
  {
    productId: 'p002',
    title: 'SoundSphere Pro Headphones: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Headphones do not connect or take the wrong device',
        '1. Open the app, Connections, and remove devices that you no longer use. 2. Switch Bluetooth off on the device that takes the connection. 3. Hold the Bluetooth button for three seconds until you hear "pairing", and choose "SoundSphere Pro". 4. If they do not connect at all, hold both volume buttons for ten seconds: this clears all pairings. 5. Still no connection on two different phones: ask us for a warranty claim.',
      ],
      [
        'The app does not find the headphones',
        'The app needs Bluetooth and, on Android, the nearby-devices permission. 1. Give the permission in the settings of the phone. 2. Close other audio apps. 3. Update the app to version 4.2 or later; earlier versions could not see headphones with firmware 3. 4. Restart the phone.',
      ],
      [
        'Battery empties in the case',
        'With firmware before 3.1 the headphones searched for devices while lying in the case and lost about 20 percent a day. Install firmware 3.1 or later in the app. If they still lose more than five percent a day, the sensor that detects the case is defective and is covered by the warranty.',
      ],
    ],
  },
  {
    productId: 'p018',
    title: 'AeroBuds In-Ear Headphones: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'One earbud does not connect',
        '1. Put both earbuds into the case and close it for ten seconds. 2. Clean the charging contacts with a dry cotton bud. 3. Hold the button of the case for eight seconds until its light blinks three times: both earbuds are now reset. 4. Pair them again as "AeroBuds".',
      ],
      [
        'Returning in-ear headphones',
        'Because of hygiene, in-ear headphones whose seal is broken can be returned only if they are faulty. With the seal intact the normal return window applies. Over-ear and on-ear headphones are not affected by this rule.',
      ],
    ],
  },
];
