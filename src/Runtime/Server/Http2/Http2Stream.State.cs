using RouteGen.Primitives;
using RouteGen.Protocol;

namespace RouteGen.Serving;

// The state that the connection and the stream share. Guarded by the gate of the connection, unless stated otherwise.
internal sealed partial class Http2Stream
{
    private const int KeptHeadBytesMax = 4096;

    private readonly StreamWait _reader = new();
    private readonly StreamWait _writer = new();

    // The head as text, written by the connection before the stream's turn.
    private byte[] _head = new byte[256];
    private int _headLength;

    // Data of the body that was received and not read.
    private OutputBuffer _inbound;

    // Received bytes that were read, and are not yet returned to the peer's window.
    private int _unreturned;

    internal int Id { get; private set; }

    /// <summary>Link in the connection's table.</summary>
    internal Http2Stream? NextInTable;

    /// <summary>Link in the connection's queue of ready streams.</summary>
    internal Http2Stream? NextReady;

    /// <summary>Work of the stream's next turn.</summary>
    internal StreamWork Work;

    /// <summary>Bytes that the peer may still send.</summary>
    internal int ReceiveWindow;

    /// <summary>Bytes that may still be sent. Negative after the peer has reduced its initial window.</summary>
    internal long SendWindow;

    /// <summary>The declared length of the body, or -1.</summary>
    internal long DeclaredLength;

    /// <summary>Bytes of the body that were received.</summary>
    internal long Received;

    /// <summary>True if the request has a body.</summary>
    internal bool HasBody;

    /// <summary>True if the peer has ended its side.</summary>
    internal bool HasPeerEnded;

    /// <summary>True if the response has ended.</summary>
    internal bool HasEnded;

    /// <summary>True if the stream was reset, by either side, or its connection is broken.</summary>
    internal bool IsReset { get; private set; }

    /// <summary>True if a time limit has reset the stream.</summary>
    internal bool HasTimedOut { get; private set; }

    /// <summary>The rule for which the request is refused, with a response.</summary>
    internal RejectReason Refusal;

    /// <summary>The trailers of the request.</summary>
    internal TrailerBlock? Trailers;

    /// <summary>Stores the head.</summary>
    internal void SetHead(ReadOnlySpan<byte> head)
    {
        if (_head.Length < head.Length) _head = new byte[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)head.Length)];
        head.CopyTo(_head);
        _headLength = head.Length;
    }

    /// <summary>Stores received data.</summary>
    internal void AddData(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return;
        _inbound.Append(data);
        Received += data.Length;
    }

    /// <summary>Returns the window of padding.</summary>
    internal void ReturnPadding(int count)
    {
        if (count > 0) Owner.ReturnWindow(this, count, ref _unreturned);
    }

    /// <summary>Number of received bytes that were not read.</summary>
    internal int Unread => _inbound.Count;

    /// <summary>Marks the stream as reset. Its reads and writes throw. The caller wakes it.</summary>
    internal void SetReset(bool hasTimedOut = false)
    {
        IsReset = true;
        HasTimedOut |= hasTimedOut;
        Lose();
    }

    /// <summary>True if a wait in progress has a deadline that has passed.</summary>
    internal bool IsOverdue(long now) => _conn.Deadline is var deadline and not 0 && deadline <= now;

    internal long WaitDeadline => _conn.Deadline;

    private void BeginState()
    {
        NextInTable = NextReady = null;
        Work = StreamWork.None;
        ReceiveWindow = Http2Limits.StreamWindowBytes;
        DeclaredLength = -1;
        Received = 0;
        _unreturned = 0;
        HasBody = HasPeerEnded = HasEnded = IsReset = HasTimedOut = false;
        Refusal = RejectReason.None;
        Trailers = null;
    }

    /// <summary>Releases what an ended stream does not need.</summary>
    internal void EndState()
    {
        _inbound.Release();
        Trailers = null;
        if (_head.Length > KeptHeadBytesMax) _head = new byte[256];
    }
}
