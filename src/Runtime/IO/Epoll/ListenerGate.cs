// A listening socket must not admit connections between its last accept and its close. The kernel completes handshakes by itself, and
// closing the socket resets the connections in the backlog.
//
// TCP: a filter on the listener drops segments that request a connection (SYN without ACK). Handshakes in progress complete. A client that
// connects now retries after a second, and is then refused or reaches the next listener. Accepted sockets inherit the filter, but it never
// matches there. Unix-domain: shutting down the receiving side of the listener refuses new connections and keeps the backlog.
//
// Sandboxes may refuse either call. Connections that arrive between the last accept and the close are then lost.
namespace RouteGen.IO;

internal static unsafe class ListenerGate
{
    private const int FlagsOffset = 13;
    private const int FlagsMask = 0x12;
    private const int Syn = 0x02;

    // From linux/filter.h: BPF_LD|BPF_B|BPF_ABS, BPF_ALU|BPF_AND|BPF_K, BPF_JMP|BPF_JEQ|BPF_K, BPF_RET|BPF_K.
    private const ushort LoadByte = 0x30;
    private const ushort And = 0x54;
    private const ushort JumpIfEqual = 0x15;
    private const ushort Return = 0x06;

    /// <summary>Refuses new connections. Connections in the backlog can still be accepted.</summary>
    internal static void Shut(int listener, bool isUnix)
    {
        if (isUnix) _ = Libc.shutdown(listener, Libc.SHUT_RD);
        else DropRequests(listener);
    }

    private static void DropRequests(int listener)
    {
        // The filter sees a packet from its TCP header onwards.
        var program = stackalloc Instruction[5];
        program[0] = new Instruction(LoadByte, 0, 0, FlagsOffset);
        program[1] = new Instruction(And, 0, 0, FlagsMask);
        program[2] = new Instruction(JumpIfEqual, 0, 1, Syn);
        program[3] = new Instruction(Return, 0, 0, 0);
        program[4] = new Instruction(Return, 0, 0, uint.MaxValue);
        var filter = new Filter(5, program);
        _ = Libc.setsockopt(listener, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, &filter, (uint)sizeof(Filter));
    }

    // Layout of struct sock_filter.
    private readonly struct Instruction(ushort code, byte ifTrue, byte ifFalse, uint operand)
    {
        private readonly ushort _code = code;
        private readonly byte _ifTrue = ifTrue;
        private readonly byte _ifFalse = ifFalse;
        private readonly uint _operand = operand;
    }

    // Layout of struct sock_fprog.
    private readonly struct Filter(ushort count, Instruction* program)
    {
        private readonly ushort _count = count;
        private readonly Instruction* _program = program;
    }
}
