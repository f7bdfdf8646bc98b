using System.Globalization;

namespace LoadClient.Chaos;

/// <summary>Requests that are sent on one connection without waiting for responses.</summary>
internal sealed class Batch
{
    private const int PlansMax = 6;

    private readonly MessageBytes _bytes;

    /// <summary>Takes the next requests.</summary>
    internal Batch(ChaosOptions options, Func<int> nextId, Dice dice)
    {
        _bytes = new MessageBytes(dice);
        var count = dice.OneIn(2) ? 1 : 1 + dice.Next(PlansMax);
        do
        {
            var plan = new Plan(options, nextId());
            Plans.Add(plan);
            Add(plan);
        }
        while (Plans.Count < count && !Plans[^1].IsTakenOver);

        Fault = dice.Next(100) switch
        {
            < 4 => ClientFault.Reset,
            < 8 => ClientFault.Truncate,
            < 12 => ClientFault.Abandon,
            < 18 => ClientFault.HalfClose,
            // What was taken over ends when its client does.
            _ => Plans[^1].Kind == Kind.Hijack ? ClientFault.HalfClose : ClientFault.None,
        };
        SentCount = Fault is ClientFault.Reset or ClientFault.Truncate ? dice.Next(_bytes.Written.Length) : _bytes.Written.Length;
        ReadCount = Fault == ClientFault.Abandon ? dice.Next(Plans.Count) : Plans.Count;
    }

    internal List<Plan> Plans { get; } = [];

    internal ClientFault Fault { get; }

    /// <summary>How many of the bytes are sent.</summary>
    internal int SentCount { get; }

    /// <summary>How many of the responses are read.</summary>
    internal int ReadCount { get; }

    internal ReadOnlyMemory<byte> Sent => _bytes.Written[..SentCount];

    /// <summary>Whether a request of it must get its whole response.</summary>
    internal bool MustComplete(Plan plan) => Fault is ClientFault.None or ClientFault.HalfClose
        && plan.MustComplete(Fault == ClientFault.HalfClose);

    private void Add(Plan plan)
    {
        _bytes.Add(string.Create(CultureInfo.InvariantCulture, $"POST {plan.Path} HTTP/1.1\r\nHost: chaos\r\nX-Id: {plan.Id}\r\n"));
        if (plan.IsTakenOver) _bytes.Add("Connection: Upgrade\r\nUpgrade: chaos\r\n\r\n");
        else if (!plan.IsChunked)
            _bytes.Add(string.Create(CultureInfo.InvariantCulture, $"{Expect(plan)}Content-Length: {plan.Length}\r\n\r\n"));
        else _bytes.Add($"{Expect(plan)}{(plan.HasTrailer ? "Trailer: X-Tail\r\n" : "")}Transfer-Encoding: chunked\r\n\r\n");
        _bytes.AddBody(Pattern.Make('q', plan.Id, plan.Length), plan.IsChunked, isWhole: true, plan.HasTrailer ? plan.Id : null);
    }

    // The body is sent all the same, as RFC 9110 section 10.1.1 allows.
    private static string Expect(Plan plan) => plan.ExpectsContinue ? "Expect: 100-continue\r\n" : "";
}
