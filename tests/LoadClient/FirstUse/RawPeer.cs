using System.Text;

namespace LoadClient.FirstUse;

/// <summary>A connection of system calls alone. Every wait is bounded.</summary>
internal sealed class RawPeer : IDisposable
{
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL

    private readonly int _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];

    internal RawPeer(int port, int patienceSeconds)
    {
        _socket = Native.Connect(port, patienceSeconds);
        if (_socket < 0) throw new InvalidOperationException("A peer could not connect.");
    }

    /// <summary>
    /// Sends a request and returns the response: what arrives until it has a text in it, or until the connection ends or the patience does.
    /// </summary>
    internal string Ask(string request, string end)
    {
        var bytes = Encoding.Latin1.GetBytes(request);
        if (Native.Send(_socket, bytes, bytes.Length, NoSignal) != bytes.Length) return "";
        var received = "";
        while (!received.Contains(end, StringComparison.Ordinal))
        {
            var count = (int)Native.Receive(_socket, _buffer, _buffer.Length, 0);
            if (count <= 0) break;
            received += Encoding.Latin1.GetString(_buffer, 0, count);
        }

        return received;
    }

    /// <summary>Compiles and resolves everything that a peer uses.</summary>
    internal static void Prepare()
    {
        var pair = new int[2];
        if (Native.OpenPair(1, 1, 0, pair) != 0) throw new InvalidOperationException("socketpair failed");
        byte[] bytes = Encoding.Latin1.GetBytes("x");
        Native.Send(pair[0], bytes, 1, NoSignal);
        Native.Receive(pair[1], bytes, 1, 0);
        _ = Encoding.Latin1.GetString(bytes).Contains('y', StringComparison.Ordinal);
        foreach (var descriptor in pair) Native.Close(descriptor);
        _ = Native.Connect(1, 1);
    }

    public void Dispose() => Native.Close(_socket);
}
