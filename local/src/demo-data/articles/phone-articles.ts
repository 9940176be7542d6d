import type { ArticleText } from './article-text.ts';

export const PHONE_ARTICLES: readonly ArticleText[] = [
  {
    productId: 'p011',
    title: 'Nova 5G: questions and answers',
    category: 'faq',
    sections: [
      [
        'How do the phones of the Nova family differ?',
        'The Nova 5G is the all-round model with a 6.4-inch display and a 50-megapixel camera. The Nova 5G Max has a larger display, a zoom camera and more battery. The Nova Lite is the affordable one with 4G only.',
      ],
      [
        'Is a charger in the box?',
        'No, only a USB-C cable. For the full 45 watts use a charger with Power Delivery such as the VoltEdge Wall Charger. A full charge then takes 55 minutes.',
      ],
      [
        'Does it take two SIM cards?',
        'Yes, two nano SIM cards, or one card and one eSIM. Both can be active at the same time; 5G works on the one that is chosen for data.',
      ],
    ],
  },
  {
    productId: 'p011',
    title: 'Nova 5G: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First start and moving from the old phone',
        '1. Insert the SIM card with the pin from the box. 2. Switch on and choose Copy from old phone. 3. Connect both phones with a USB-C cable or over Wi-Fi. 4. Wait until the copy is complete, about 30 minutes for 64 GB. 5. Install the system update before you restore your banking apps.',
      ],
      [
        'Five settings that are worth a look',
        'Choose 120 Hz or automatic under Display; set the charge limit to 85 percent under Battery if you charge over night; switch on Find my phone; set up a second fingerprint; and choose which apps may use the location.',
      ],
    ],
  },
  {
    productId: 'p011',
    title: 'Nova 5G: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Phone battery drains fast',
        '1. Open Settings, Battery, Usage, and stop the app at the top of the list. 2. Install system update 14.2: version 14.1 kept the modem awake. 3. Choose 5G automatic instead of 5G always. 4. Set the display to automatic refresh. 5. If the phone lasts less than a day after two days with these settings, check Battery health: below 80 percent in the first year is covered by the warranty.',
      ],
      [
        'Camera does not focus on near objects',
        'The main camera focuses from 15 centimetres. Nearer than that, switch to macro with the flower symbol. If it hunts at any distance, clean the lens, remove the case, and clear the data of the camera app. A focus that clicks and stays blurred is a hardware fault.',
      ],
      [
        'No 5G although the contract has it',
        '1. Choose 5G automatic under Mobile network. 2. Make sure that the SIM card in slot 1 is the one for data. 3. Reset the network settings. 4. SIM cards from before 2020 know no 5G: ask your operator for a new one.',
      ],
    ],
  },
  {
    productId: 'p012',
    title: 'Alpha One 5G: questions and answers',
    category: 'faq',
    sections: [
      [
        'How long does it get updates?',
        'Seven years of system and security updates from the start of sales, that is until spring 2033.',
      ],
      [
        'Is it really small enough for one hand?',
        'It is 146 millimetres high and 70 wide and weighs 165 grams. One-hand mode moves the upper half of the display down when you swipe on the lower edge.',
      ],
      [
        'Is it waterproof?',
        'IP67: half an hour in one metre of fresh water. Salt water and soap are not covered by the warranty.',
      ],
    ],
  },
  {
    productId: 'p012',
    title: 'Alpha One 5G: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First start',
        '1. Insert the SIM card. 2. Switch on and connect to Wi-Fi. 3. Choose Copy data and hold the old phone next to it. 4. Set up face unlock in good light, with and without glasses.',
      ],
      [
        'Connecting to the car',
        'Switch the car on, choose Pair new device in its menu and pick "Alpha One" on the phone. Allow contacts and messages when asked, otherwise the car shows numbers without names.',
      ],
    ],
  },
  {
    productId: 'p012',
    title: 'Alpha One 5G: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Phone gets warm while charging',
        'Warm to the touch is normal with 30 watts. 1. Take it out of the case while charging. 2. Do not play games meanwhile. 3. Use a charger with Power Delivery. 4. If the phone shows a temperature warning in a cool room, stop charging and ask us for a warranty claim.',
      ],
      [
        'Phone battery does not last the day',
        '1. Install update 6.1, which fixes a location service that never slept. 2. Switch Adaptive battery on. 3. Restrict apps that you rarely use. 4. Check Battery health in the settings; below 80 percent within the first year is covered by the warranty.',
      ],
      [
        'Bluetooth in the car breaks off',
        'Delete the phone in the car and the car in the phone, restart both and pair anew. Switch off battery optimization for the phone app. Some cars before 2019 need Bluetooth audio version 1.4, which is set under Developer options.',
      ],
    ],
  },
  {
    productId: 'p013',
    title: 'Eclipse X: questions and answers',
    category: 'faq',
    sections: [
      [
        'How good is the zoom?',
        'Five times optical through a periscope lens, ten times with hardly any loss. Night mode works with all lenses except the front camera.',
      ],
      ['Can I use two numbers?', 'Yes, one nano SIM card and one eSIM. Two physical cards are not possible.'],
      ['Does it charge without a cable?', 'Yes, with 15 watts on any Qi charger, with 50 watts by cable.'],
    ],
  },
  {
    productId: 'p013',
    title: 'Eclipse X: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First start',
        '1. Insert the SIM card or scan the code of your eSIM under Mobile network, Add eSIM. 2. Connect to Wi-Fi. 3. Copy your data from the old phone by cable. 4. Install the camera update: it adds the night mode for the zoom.',
      ],
      [
        'Taking better pictures at night',
        'Hold the phone still until the ring is full, about three seconds. Tap the brightest spot to keep street lamps from glaring. Save in RAW when you want to edit the picture later.',
      ],
    ],
  },
  {
    productId: 'p013',
    title: 'Eclipse X: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Display flickers at low brightness',
        '1. Switch on Flicker reduction under Display. 2. Set the refresh rate to 120 Hz instead of automatic. 3. Install update 3.4, which fixes a flicker below 15 percent of brightness. 4. Flicker that remains, or green lines, are a defect of the display and covered by the warranty.',
      ],
      [
        'eSIM cannot be activated',
        'The code of an operator can be used only once. Use Wi-Fi for the activation, check date and time, and restart the phone. If it says that the profile is already in use, ask the operator for a new code.',
      ],
      [
        'Phone battery empties over night',
        'Switch off Always-on display at night and remove duplicate photo back-up apps: two of them upload the same pictures again and again. Update 3.4 also limits the search for networks in places without reception.',
      ],
    ],
  },
  {
    productId: 'p014',
    title: 'Infinity Ultra 5G: questions and answers',
    category: 'faq',
    sections: [
      [
        'What can the stylus do?',
        'Write on the locked display, sign documents, translate words and release the camera from a distance. It charges inside the phone in one minute and lasts for 40 minutes of writing.',
      ],
      [
        'How fast does it charge?',
        'With 65 watts from 0 to 100 percent in 42 minutes. The charger is in the box. Without cable it charges with 15 watts.',
      ],
      ['Can the storage be extended?', 'No, there is no slot for cards. Choose between 256 GB and 512 GB.'],
    ],
  },
  {
    productId: 'p014',
    title: 'Infinity Ultra 5G: set-up guide',
    category: 'set-up',
    sections: [
      [
        'First start',
        '1. Insert the SIM card. 2. Charge to 50 percent with the charger in the box. 3. Switch on, connect to Wi-Fi and copy your data. 4. Pull out the stylus once so that it pairs. 5. Install the system update.',
      ],
      [
        'Desktop mode',
        'Connect a monitor by USB-C: the phone shows a desktop with windows. Mouse and keyboard connect by Bluetooth; the display of the phone becomes the touch pad.',
      ],
    ],
  },
  {
    productId: 'p014',
    title: 'Infinity Ultra 5G: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Stylus is not recognized',
        '1. Push it in until it clicks and wait for one minute. 2. Restart the phone. 3. Under Settings, Stylus, choose Reset stylus. 4. Take off magnetic cases: they disturb the pen layer. 5. If it writes with gaps, replace the tip with one from the box. A stylus that does not pair after this is replaced under warranty.',
      ],
      [
        'Fast charging does not start',
        'Use the charger and the cable from the box; other cables carry 27 watts at most. Clean the port with a dry brush. Below 10 and above 40 degrees the phone charges slowly on purpose.',
      ],
      [
        'Phone battery drains with desktop mode',
        'Desktop mode needs more power than a monitor with 10 watts delivers. Use a dock with charging pass-through, and end desktop mode when you leave: pulling the cable alone leaves it on in version 2.0, which is fixed in 2.1.',
      ],
    ],
  },
];
