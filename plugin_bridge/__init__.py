"""The bridge: OSC, JSON-RPC, OSCQuery and MIDI on one studio.

    row            what a row of the table is made of (standard library only)
    audition_rows  the rows of auditions and effects (standard library only)
    model_rows     the rows of pretrained models (standard library only)
    search_rows    the rows of searches (standard library only)
    protocol       THE TABLE: every address, its arguments, its reply (standard library only)
    osc_packet     OSC 1.0 bytes <-> messages (standard library only)
    arguments      what a client sent, checked against the table
    address_pattern  OSC patterns for queries
    clients        who is connected, leases, what may be sent to whom
    traffic        one message as a monitor shows it
    switchboard    one message in: found, checked, allowed, handled, answered
    verbs/         the handlers, one module for each object of the table
    job_ledger     the life of jobs as messages
    json_rpc       JSON-RPC frames to calls, answers and events to frames
    mailboxes      answers as files, and requests as files, for DAW scripts
    workstation_map  a tempo map as DAWs can take it
    delivery       copies of clips in a folder that a DAW's browser watches
    daw_scripts/   Lua and Python that run inside DAWs (not a package)
    daw_install    putting those where a DAW looks for them
    osc_desk       OSC packets to calls, answers to messages
    osc_sockets    UDP and TCP (SLIP and length-prefixed)
    ipc_sockets    the Unix socket (or Windows' pipe) that speaks JSON-RPC
    oscquery       the table as OSCQuery's tree
    http_server    OSCQuery over HTTP
    midi_desk      notes, program changes and the clock to calls of the table
    midi_ports     devices, virtual ports, JACK, TCP
    announcing     zeroconf, where the bridge is open to the network
    free_ports     sockets bound where nobody else is
    folders        the folders from which and into which the bridge may reach
    options        what a user sets: ports, local network, folders
    running        one studio a user: the lock and the file that tells its ports
    bridge         the parts together on one thread
    hosting        the bridge as a door holds it: on, off, its status, recent messages
    by_hand        a client for people
    commands       `musflow serve` and `musflow osc`
    reference      docs/protocol.md and the REAPER pattern file, printed from the table

Listening sockets exist only here. Everything runs on one asyncio loop in a thread of its own; the
studio answers with futures, and disks are read in a thread beside it.
"""
