// What a served request stands on: its head as it came, and where it came from. It is pooled with its connection's exchange and filled anew by
// the next head; a handler holds a Request, which is a face of it for one request only, and validates what it has read here (Request.Serve.cs).
using System.Net;
using System.Text;
using RouteGen.IO;
using RouteGen.Protocol;

namespace RouteGen;

/// <summary>A request as received: pooled state, which a <see cref="Request"/> decodes on demand.</summary>
internal sealed class ReceivedRequest
{
    private const int KeptHeadBytesMax = 4096;

    private byte[] _headBytes = [];

    // How many bytes of _headBytes the parsed head has; 0: none is parsed, or another is being parsed.
    private int _knownHeadLength;
    private Conn? _conn;

    /// <summary>Where the parser writes; the connection parses into it before <see cref="Begin"/>.</summary>
    internal RequestHead Head { get; } = new();

    /// <summary>The bytes that <see cref="Head"/> and its field lines point into.</summary>
    internal byte[] HeadBytes => _headBytes;

    internal Body Body { get; private set; } = Body.Empty;

    /// <summary>What serves the request; null: a test does.</summary>
    internal IContextOwner? ContextOwner { get; private set; }

    internal long ContentLength => Head.IsChunked ? -1 : Math.Max(0, Head.ContentLength);

    /// <summary>Whether the peer wants the connection closed.</summary>
    internal bool Close => Head.HasClose || (Head.MinorVersion == 0 && !Head.HasKeepAlive);

    internal string Proto => Head.MinorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1";

    internal ReadOnlySpan<byte> Method => _headBytes.AsSpan(0, Head.MethodLength);

    internal ReadOnlySpan<byte> Path => _headBytes.AsSpan(Head.PathStart, Head.PathLength);

    internal ReadOnlySpan<byte> Query => _headBytes.AsSpan(Head.QueryStart, Head.QueryLength);

    internal ReadOnlySpan<byte> Host => _headBytes.AsSpan(Head.HostStart, Head.HostLength);

    /// <summary>
    /// Whether <paramref name="input"/> begins with the very bytes that <see cref="Head"/> was parsed from last. What parsing finds depends on
    /// the bytes and the limits alone, so it need not be done again; and since a head ends with an empty line, none that is longer begins with them.
    /// </summary>
    /// <remarks>The bytes may be another connection's. Every one of them is compared, so that the time it takes tells nobody how far a guess was right.</remarks>
    internal bool IsHeadKnown(ReadOnlySpan<byte> input, int headBytesMax, int fieldCountMax)
    {
        var length = _knownHeadLength;
        return length > 0 && length <= input.Length && length <= headBytesMax && Head.FieldCount <= fieldCountMax
            && WireBytes.AreSame(input[..length], new ReadOnlySpan<byte>(_headBytes, 0, length));
    }

    /// <summary>Begins to parse another head into <see cref="Head"/>.</summary>
    internal void ForgetHead()
    {
        _knownHeadLength = 0;
        Head.Reset();
    }

    /// <summary>Takes a copy of the head that was parsed into <see cref="Head"/>. Without a connection (a test's request) it comes from nowhere.</summary>
    internal void Begin(ReadOnlySpan<byte> head, Conn? conn, Body body, IContextOwner? contextOwner = null)
    {
        if (_knownHeadLength == 0) KeepHead(head);
        _conn = conn;
        ContextOwner = contextOwner;
        if (!ReferenceEquals(Body, body)) Body = body;
    }

    /// <summary>The request has ended, and no face stands on this any more.</summary>
    internal void End()
    {
        _conn = null;
        ContextOwner = null;
        if (!ReferenceEquals(Body, Body.Empty)) Body = Body.Empty;
        if (_headBytes.Length <= KeptHeadBytesMax) return;
        _headBytes = [];
        _knownHeadLength = 0;
    }

    internal object? Decode(ReceivedPart part) => part switch
    {
        ReceivedPart.Method => DecodeMethod(),
        ReceivedPart.Host => Encoding.ASCII.GetString(Host),
        ReceivedPart.Target => DecodeTarget(),
        ReceivedPart.RemoteAddr => _conn is { } conn ? FormatAddress(conn.RemoteEndPoint) : "",
        ReceivedPart.Url => DecodeUrl(),
        ReceivedPart.AnnouncedTrailer => DecodeAnnouncedTrailer(),
        _ => _conn?.Tls,
    };

    private string DecodeMethod() => Methods.TryIntern(Method) ?? Encoding.ASCII.GetString(Method);

    private string DecodeTarget() => DecodeAscii(Head.TargetStart, Head.TargetLength);

    private Url DecodeUrl() => Url.FromServed(
        Head.Form,
        DecodeTarget(),
        DecodeAscii(Head.PathStart, Head.PathLength),
        DecodeAscii(Head.QueryStart, Head.QueryLength),
        Head.HasQuery);

    // The names that a chunked request announces are there, without values, before its body has been read (as in Go). Null: there are none.
    private Header? DecodeAnnouncedTrailer()
    {
        if (!Head.IsChunked || Head.TrailerField < 0) return null;
        var trailer = new Header();
        var names = new TrailerNames(Head, _headBytes);
        while (names.MoveNext()) trailer.Set(Encoding.Latin1.GetString(names.Current), null);
        return trailer;
    }

    private void KeepHead(ReadOnlySpan<byte> head)
    {
        if (_headBytes.Length < head.Length) _headBytes = new byte[Math.Max(256, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)head.Length))];
        head.CopyTo(_headBytes);
        _knownHeadLength = head.Length;
    }

    private string DecodeAscii(int start, int length) => length == 0 ? "" : Encoding.ASCII.GetString(_headBytes, start, length);

    /// <summary>An address as text; an IPv4 address that is mapped into IPv6 as IPv4.</summary>
    internal static string FormatAddress(EndPoint address) => address is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
        ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port).ToString()
        : address.ToString() ?? "";
}
