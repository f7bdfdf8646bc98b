using System.Runtime.InteropServices;

namespace LoadClient.FirstUse;

/// <summary>
/// System calls of the peers of this process: they must not load or initialise anything that the server in the same process needs (Linux).
/// </summary>
internal static class Native
{
    internal const int OpenFiles = 7; // RLIMIT_NOFILE

    private const int Inet = 2;
    private const int Stream = 1;
    private const int SocketLevel = 1;
    private const int ReceiveTimeout = 20;
    private const int CloseOnExec = 0x80000;

    private static readonly byte[] s_null = [.. "/dev/null"u8, 0];

    // sockaddr_in: the family, the port in network order, 127.0.0.1, eight zeros.
    internal static int Connect(int port, int patienceSeconds)
    {
        var socket = OpenSocket(Inet, Stream, 0);
        if (socket < 0) return -1;
        long[] patience = [patienceSeconds, 0];
        SetOption(socket, SocketLevel, ReceiveTimeout, patience, 16);
        byte[] address = [Inet, 0, (byte)(port >> 8), (byte)port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
        if (Connect(socket, address, 16) == 0) return socket;
        Close(socket);
        return -1;
    }

    /// <summary>Takes every descriptor that the process may still have. Its limit ends the loop.</summary>
    internal static void TakeDescriptors(Stack<int> taken)
    {
        while (Open(s_null, CloseOnExec) is >= 0 and var descriptor) taken.Push(descriptor);
    }

    /// <summary>Sets the limit of descriptors, which the system allows an unprivileged process up to the hard limit.</summary>
    internal static void LimitDescriptors(long count)
    {
        long[] limit = [0, 0];
        if (GetLimit(OpenFiles, limit) != 0) throw new InvalidOperationException("getrlimit failed");
        limit[0] = Math.Min(count, limit[1]);
        if (SetLimit(OpenFiles, limit) != 0) throw new InvalidOperationException("setrlimit failed");
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "close")]
    internal static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "socket")]
    private static extern int OpenSocket(int family, int type, int protocol);

    [DllImport("libc", EntryPoint = "connect")]
    private static extern int Connect(int socket, byte[] address, int length);

    [DllImport("libc", EntryPoint = "setsockopt")]
    private static extern int SetOption(int socket, int level, int option, long[] value, int length);

    [DllImport("libc", EntryPoint = "socketpair")]
    internal static extern int OpenPair(int family, int type, int protocol, int[] pair);

    [DllImport("libc", EntryPoint = "send")]
    internal static extern nint Send(int socket, byte[] bytes, nint length, int flags);

    [DllImport("libc", EntryPoint = "recv")]
    internal static extern nint Receive(int socket, byte[] buffer, nint length, int flags);

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, long[] limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, long[] limit);
}
