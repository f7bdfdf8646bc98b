using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using RouteGen;
using RouteGen.Proxying;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Overlaps;

/// <summary>
/// Tasks that the library gives up, and that fail afterwards: nobody can observe them, so none may be reported as unobserved.
/// </summary>
public class AbandonedTaskTests
{
    [Fact]
    public Task An_address_that_cannot_be_connected_to_when_another_can() => ReportsNothingAsync(async marker =>
    {
        var backend = new FakeBackend();
        var race = new DialRace(
            async (address, token) =>
            {
                await Task.Yield();
                if (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
                    throw new TransportException(TransportError.ConnectionRefused, marker);
                return await backend.DialAsync(new IPEndPoint(address, 80), token);
            },
            TimeSpan.FromMinutes(1),
            deadline: 0,
            ClientClock.System);
        (await race.RunAsync([IPAddress.IPv6Loopback, IPAddress.Loopback], CancellationToken.None)).Close();
    });

    [Fact]
    public Task A_read_of_the_proxy_when_its_client_has_gone() => ReportsNothingAsync(async marker =>
    {
        var body = new GatedBody();
        body.Give("part");
        var copy = ProxiedBodyCopy.RunAsync(new GoneWriter(), body, ArrayPool<byte>.Shared, 1024, Timeout.InfiniteTimeSpan).AsTask();
        await Assert.ThrowsAsync<TransportException>(() => copy);
        body.End(new IOException(marker));
    });

    [Fact]
    public Task The_first_read_of_a_body_that_nobody_goes_on_with() => ReportsNothingAsync(async marker =>
    {
        var body = new GatedBody();
        Assert.NotNull(await ProbedBody.ProbeAsync(body, CancellationToken.None));
        body.End(new IOException(marker));
    });

    // Such a report comes from the finaliser, and from every other test of the process; so it is known by its text.
    private static async Task ReportsNothingAsync(Func<string, Task> act)
    {
        var marker = Guid.NewGuid().ToString();
        var reports = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs report)
        {
            if (report.Exception.ToString().Contains(marker, StringComparison.Ordinal)) Interlocked.Increment(ref reports);
        }

        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            await ActAsync(act, marker);
            for (var round = 0; round < 5; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                await Task.Delay(1);
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }

        Assert.Equal(0, reports);
    }

    // Nothing of it is left on the caller's stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task ActAsync(Func<string, Task> act, string marker) => await act(marker);

    /// <summary>Writer whose client has gone.</summary>
    private sealed class GoneWriter : ResponseWriter
    {
        public override Header Header { get; } = new();

        public override int StatusCode => 200;

        public override void WriteHeader(int statusCode)
        {
        }

        public override void Write(ReadOnlySpan<byte> data)
        {
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) => default;

        public override void Flush() => throw new TransportException(TransportError.ConnectionReset, "The client has gone.");

        public override ValueTask FlushAsync(CancellationToken cancellationToken = default) =>
            ValueTask.FromException(new TransportException(TransportError.ConnectionReset, "The client has gone."));

        public override void Advance(int count)
        {
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => new byte[Math.Max(1, sizeHint)];

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
