// What will happen to a request. It follows from seed and number alone, so that client, handler and upstream agree on it without telling
// each other, however late one of them sees the request, and a number in a report is enough to know what it was.
using System.Globalization;

namespace LoadClient.Chaos;

internal sealed class Plan
{
    // Smaller than what the server drains of a body that nobody reads, with room for what it has already read.
    private const int DrainedMax = 200_000;

    internal Plan(ChaosOptions options, int id)
    {
        Id = id;
        Dice = new Dice(options.Seed, id);
        Kind = options.Kinds[Dice.Next(options.Kinds.Count)];
        Length = AnyLength(Dice);
        ReplyLength = AnyLength(Dice);
        IsChunked = Dice.OneIn(2);
        HasTrailer = IsChunked && Dice.OneIn(3);
        ExpectsContinue = Length > 0 && Dice.OneIn(20);
        IsBlocking = Dice.OneIn(3);
        Variant = Dice.Next(8);
        Upstream = Dice.Next(
            20) switch
        {
            < 10 => UpstreamWay.Plain,
            < 14 => UpstreamWay.Early,
            < 17 => UpstreamWay.Between,
            17 => UpstreamWay.EarlyClose,
            18 => UpstreamWay.Reset,
            _ => UpstreamWay.Truncate
        };
        if (Kind is Kind.Hijack or Kind.Dropped) IsChunked = HasTrailer = ExpectsContinue = false;
    }

    internal int Id { get; }

    internal Kind Kind { get; }

    /// <summary>Bytes of the request's body; of a hijacked connection, what is sent on it.</summary>
    internal int Length { get; }

    /// <summary>Bytes of the response's body where it is not the request's.</summary>
    internal int ReplyLength { get; }

    internal bool IsChunked { get; }

    internal bool HasTrailer { get; }

    internal bool ExpectsContinue { get; }

    /// <summary>Whether the handler holds its thread while it waits.</summary>
    internal bool IsBlocking { get; }

    /// <summary>Which of its kind's variants, 0 to 7.</summary>
    internal int Variant { get; }

    internal UpstreamWay Upstream { get; }

    /// <summary>Further choices of the client, which alone uses it.</summary>
    internal Dice Dice { get; }

    internal string Path => string.Create(CultureInfo.InvariantCulture, $"/{Name}/{Id}");

    internal string Name => Kind.ToString().ToLowerInvariant();

    /// <summary>Whether a handler that reads and writes at once says so.</summary>
    internal bool IsFullDuplex => Kind == Kind.Duplex || Variant % 2 == 0;

    internal bool IsTakenOver => Kind is Kind.Hijack or Kind.Dropped;

    private bool IsForwarded => Kind is Kind.Forward or Kind.Proxy or Kind.Wrapped;

    /// <summary>The tag of the response's body: the request's bytes, the upstream's, or the server's own.</summary>
    internal char ReplyTag => Kind is Kind.Echo or Kind.Duplex or Kind.Throws or Kind.Hijack ? 'q' : IsForwarded ? 'u' : 's';

    internal int ExpectedLength => ReplyTag == 'q' ? Length : ReplyLength;

    /// <summary>Whether the connection may end behind its response although nothing has announced it.</summary>
    internal bool MayEndConnection => Kind is not (Kind.Echo or Kind.Duplex);

    /// <summary>Whether a client that sends everything, and reads everything, must get the whole response.</summary>
    /// <param name="isHalfClosed">Whether the client ends its side: for a handler that looks at its token, the client is gone.</param>
    internal bool MustComplete(bool isHalfClosed) => Kind switch
    {
        Kind.Echo or Kind.Duplex or Kind.Hijack => true,
        Kind.Overlap => IsFullDuplex || (Length < DrainedMax && !ExpectsContinue),
        Kind.Kept or Kind.Early => Length < DrainedMax && !ExpectsContinue,
        // Without full duplex the body ends when the head of the response leaves, and an upstream that wants it does not get it.
        Kind.Forward or Kind.Wrapped => Upstream == UpstreamWay.Plain && !isHalfClosed,
        Kind.Proxy => Upstream is UpstreamWay.Plain or UpstreamWay.Early or UpstreamWay.Between && !isHalfClosed,
        _ => false,
    };

    /// <summary>Whether its handler sends the request on to the upstream.</summary>
    internal bool IsSentOn => Kind is Kind.Forward or Kind.Wrapped or Kind.Proxy;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Path} ({Length} bytes{(IsChunked ? " chunked" : "")}{(ExpectsContinue ? " expect" : "")}, reply {ReplyLength}, variant "
                + $"{Variant}{(IsBlocking ? " blocking" : "")}, upstream {Upstream})");

    private static int AnyLength(Dice dice) => dice.Next(10) switch
    {
        0 => 0,
        < 6 => dice.Next(3_000),
        < 9 => dice.Next(60_000),
        _ => dice.Next(300_000),
    };
}
