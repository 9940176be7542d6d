import type { ArticleText } from './article-text.ts';

export const SPEAKER_ARTICLES: readonly ArticleText[] = [
  {
    productId: 'p005',
    title: 'SonicWave Speaker: questions and answers',
    category: 'faq',
    sections: [
      [
        'How long does the battery last?',
        'Twelve hours at half volume, about six hours at full volume. Charging over USB-C takes three hours. It can play while charging.',
      ],
      [
        'Is it waterproof?',
        'Yes. IP67 means that sand does not get in and that it survives half an hour in one metre of water. Close the flap over the USB port first, and rinse it with fresh water after a day at the beach.',
      ],
      [
        'Can I connect two of them?',
        'Yes, two SonicWave Speakers make a stereo pair, left and right. Other models cannot be combined with it.',
      ],
    ],
  },
  {
    productId: 'p005',
    title: 'SonicWave Speaker: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First pairing',
        '1. Hold the power button for two seconds. 2. Press the Bluetooth button until the light blinks blue. 3. Choose "SonicWave" on your phone. A rising tone says that it is connected.',
      ],
      [
        'Making a stereo pair',
        'Switch both speakers on next to each other, connect the phone to the first, then hold the plus and Bluetooth buttons of both for three seconds. The first becomes left, the second right. To separate them, hold the same buttons again.',
      ],
    ],
  },
  {
    productId: 'p005',
    title: 'SonicWave Speaker: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Speaker without sound although it is connected',
        '1. Raise the volume on the phone and on the speaker: they are separate. 2. Check in the Bluetooth settings of the phone that "media audio" is on for SonicWave. 3. Switch Bluetooth off on other devices that may hold the connection. 4. Reset the speaker: hold power and minus for eight seconds, then pair again. 5. If the start tone cannot be heard either, the driver is defective and is covered by the warranty.',
      ],
      [
        'Stereo pair loses one speaker',
        'Keep both speakers within eight metres of each other and of the phone, with no wall between. Install the same firmware on both: version 1.6 fixes the loss after 20 minutes. Make the pair anew after the update.',
      ],
      [
        'It does not charge after contact with water',
        'The speaker blocks charging while the USB port is wet, and blinks orange. Shake the water out, leave the flap open and let it dry for four hours at room temperature. Never use a hair dryer. If it still does not charge when dry, ask us for a warranty claim.',
      ],
    ],
  },
  {
    productId: 'p006',
    title: 'ThunderBolt Speaker: questions and answers',
    category: 'faq',
    sections: [
      [
        'Can I connect a microphone or a guitar?',
        'Yes. The 6.3 mm input takes a microphone or a guitar and has a volume control and echo of its own. Phantom power is not available, so condenser microphones do not work.',
      ],
      [
        'May it stand in the rain?',
        'IPX5 means that splashes and light rain do no harm while the rubber flap on the back is closed. Do not put it into water and do not charge it outdoors.',
      ],
      [
        'How long does it play?',
        'Eighteen hours at a moderate volume with the lights off, about seven hours at party volume with the light show on. Charging takes four hours.',
      ],
    ],
  },
  {
    productId: 'p006',
    title: 'ThunderBolt Speaker: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First start',
        '1. Charge for four hours with the cable in the box. 2. Press power, then Bluetooth, and choose "ThunderBolt" on the phone. 3. Choose the sound with the EQ button: music, outdoor or voice. The key with the sun changes the light show; hold it to switch the lights off.',
      ],
      [
        'Where to put it',
        'Leave ten centimetres of space behind the speaker: the bass opening is at the back. On a hollow floor put it on a rug. Outdoors, the setting "outdoor" raises the bass.',
      ],
    ],
  },
  {
    productId: 'p006',
    title: 'ThunderBolt Speaker: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Speaker has no sound',
        '1. Look at the light next to the input button: green is aux, blue is Bluetooth. Press it until it is blue. 2. Turn the volume up on phone and speaker. 3. Pull out any plug in the aux socket: it mutes Bluetooth. 4. Hold power for fifteen seconds to restart the amplifier. 5. No start tone after that means a fault of the amplifier, which is covered by the warranty.',
      ],
      [
        'Crackling at high volume',
        'Below 15 percent of battery the speaker limits its power and crackles: charge it. With a microphone connected, turn the microphone control down to the middle. If it crackles at half volume with a full battery, the membrane is damaged: ask us for a warranty claim.',
      ],
      [
        'The light show stays on or flickers',
        'Hold the key with the sun for three seconds to switch it off. Flicker in time with the bass is intended. If single lights stay dark, install firmware 2.1; if they are still dark, they are defective and covered by the warranty.',
      ],
    ],
  },
  {
    productId: 'p015',
    title: 'PocketBeat Speaker: questions and known issues',
    category: 'known-issues',
    sections: [
      [
        'Speaker switches off by itself',
        'After fifteen minutes without music the PocketBeat Speaker switches off to save its battery. If it switches off while playing, charge it for two hours; a battery that lasts less than three hours within the warranty is replaced.',
      ],
      [
        'No sound from the PocketBeat Speaker',
        '1. Raise the volume on the phone first: the speaker follows the phone. 2. Hold the power button for ten seconds to clear its pairings. 3. Choose "PocketBeat" in the Bluetooth list again.',
      ],
    ],
  },
];
