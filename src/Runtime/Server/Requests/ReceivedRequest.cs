using RouteGen.Protocol;

namespace RouteGen.Serving;

/// <summary>
/// Received head of an HTTP/1.1 request. It is pooled with the connection's exchange, and its buffer is reused for the next head.
/// </summary>
internal sealed class ReceivedRequest : RequestSource
{
    private const int KeptHeadBytesMax = 4096;

    // Length of the head in HeadBytes. 0 if Head was not parsed from these bytes.
    private int _knownHeadLength;

    /// <summary>
    /// Returns true if <paramref name="input"/> begins with the bytes that <see cref="RequestSource.Head"/> was last parsed from. The
    /// result can then be reused, because it depends only on the bytes and the limits. A longer head cannot begin with these bytes, because
    /// they end with an empty line.
    /// </summary>
    /// <remarks>
    /// The bytes may be from another connection. All of them are compared, so that the time does not reveal how many bytes match.
    /// </remarks>
    internal bool IsHeadKnown(ReadOnlySpan<byte> input, int headBytesMax, int lineBytesMax, int fieldCountMax)
    {
        var length = _knownHeadLength;
        return length > 0 && length <= input.Length && length <= headBytesMax && Head.LineLength <= lineBytesMax
            && Head.FieldCount <= fieldCountMax
            && WireBytes.AreSame(input[..length], new ReadOnlySpan<byte>(HeadBytes, 0, length));
    }

    /// <summary>Resets <see cref="RequestSource.Head"/> before another head is parsed into it.</summary>
    internal void ForgetHead()
    {
        _knownHeadLength = 0;
        Head.Reset();
    }

    /// <summary>
    /// Begins a request: copies the head that was parsed into <see cref="RequestSource.Head"/>. The owner is null in tests.
    /// </summary>
    internal void Begin(ReadOnlySpan<byte> head, Body body, IRequestOwner? owner = null)
    {
        if (_knownHeadLength == 0) KeepHead(head);
        Owner = owner;
        if (!ReferenceEquals(Body, body)) Body = body;
    }

    /// <summary>Ends the request. No face may refer to this state any more.</summary>
    internal void End()
    {
        Owner = null;
        if (!ReferenceEquals(Body, Body.Empty)) Body = Body.Empty;
        if (HeadBytes.Length <= KeptHeadBytesMax) return;
        HeadBytes = [];
        _knownHeadLength = 0;
    }

    private void KeepHead(ReadOnlySpan<byte> head)
    {
        if (HeadBytes.Length < head.Length)
            HeadBytes = new byte[Math.Max(256, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)head.Length))];
        head.CopyTo(HeadBytes);
        _knownHeadLength = head.Length;
    }
}
