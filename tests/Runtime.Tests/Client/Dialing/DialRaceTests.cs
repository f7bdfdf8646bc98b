using System.Net;
using RouteGen.IO;

namespace RouteGen.Tests.Client;

/// <summary>The addresses of a host, and who of them wins (RFC 8305).</summary>
public class DialRaceTests
{
    private static readonly IPAddress s_six = IPAddress.Parse("2001:db8::1");
    private static readonly IPAddress s_four = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress s_otherFour = IPAddress.Parse("10.0.0.2");

    private readonly FakeBackend _backend = new() { DialsAtOnce = false };

    private Task<Conn> Race(IPAddress[] addresses, TimeSpan delay, CancellationToken cancellationToken = default) =>
        new DialRace(
            (address, token) => _backend.DialAsync(new IPEndPoint(address, 80), token).AsTask(), delay, deadline: 0, ClientClock.System)
            .RunAsync(addresses, cancellationToken).AsTask();

    private async Task<FakeDial> DialAsync(int index)
    {
        await Wait.UntilAsync(() => _backend.Dials.Count > index, "the next address was dialed");
        return _backend.Dials[index];
    }

    private static TransportException Failure(TransportError error) => new(error, "The test says so.");

    [Fact]
    public async Task The_other_family_joins_after_a_while_and_the_first_connection_wins()
    {
        var race = Race([s_six, s_four], TimeSpan.FromMilliseconds(1));
        Assert.Equal(s_six, ((IPEndPoint)(await DialAsync(0)).Address).Address);
        var other = await DialAsync(1);
        Assert.Equal(s_four, ((IPEndPoint)other.Address).Address);
        other.Succeed();
        Assert.Same(other.Conn, await race.WaitAsync(Wait.Limit));
        // The loser is cancelled, and is closed if it had come through all the same.
        await Wait.UntilAsync(() => _backend.Dials[0].Result.IsFaulted, "the loser was cancelled");
    }

    [Fact]
    public async Task A_loser_that_came_through_is_closed()
    {
        for (var round = 0; round < 200; round++)
        {
            var backend = new FakeBackend();
            var race = new DialRace(
                async (address, token) =>
                {
                    await Task.Yield();
                    return await backend.DialAsync(new IPEndPoint(address, 80), token);
                },
                TimeSpan.FromTicks(1),
                deadline: 0,
                ClientClock.System).RunAsync([s_six, s_four], CancellationToken.None);
            (await race).Close();
            await backend.UntilAllAreClosedAsync();
        }
    }

    [Fact]
    public async Task The_other_family_joins_at_once_when_the_first_has_failed()
    {
        var race = Race([s_four, s_six, s_otherFour], TimeSpan.FromHours(1));
        (await DialAsync(0)).Fail(Failure(TransportError.ConnectionRefused));
        var second = await DialAsync(1);
        Assert.Equal(s_otherFour, ((IPEndPoint)second.Address).Address);
        second.Fail(Failure(TransportError.Unreachable));
        var third = await DialAsync(2);
        Assert.Equal(s_six, ((IPEndPoint)third.Address).Address);
        third.Succeed();
        Assert.Same(third.Conn, await race.WaitAsync(Wait.Limit));
    }

    [Fact]
    public async Task When_all_fail_the_first_tells_why()
    {
        var race = Race([s_six, s_four], TimeSpan.FromMilliseconds(1));
        var first = await DialAsync(0);
        (await DialAsync(1)).Fail(Failure(TransportError.Unreachable));
        first.Fail(Failure(TransportError.ConnectionRefused));
        Assert.Equal(
            TransportError.ConnectionRefused, (await Assert.ThrowsAsync<TransportException>(() => race.WaitAsync(Wait.Limit))).Error);
    }

    [Fact]
    public async Task A_negative_delay_tries_one_address_after_the_other()
    {
        var race = Race([s_six, s_four], TimeSpan.FromMilliseconds(-1));
        (await DialAsync(0)).Fail(Failure(TransportError.ConnectionRefused));
        (await DialAsync(1)).Succeed();
        Assert.Same(_backend.Conn(1), await race.WaitAsync(Wait.Limit));
    }

    [Fact]
    public async Task Cancelling_ends_both_sides()
    {
        using var source = new CancellationTokenSource();
        var race = Race([s_six, s_four], TimeSpan.FromMilliseconds(1), source.Token);
        await DialAsync(1);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => race.WaitAsync(Wait.Limit));
        await Wait.UntilAsync(() => _backend.Dials.All(static dial => dial.Result.IsCompleted), "both dials ended");
    }

    [Fact]
    public async Task A_host_of_two_families_is_reached_by_the_one_that_answers()
    {
        await using var server = RawServer.Answering((_, _) => RawServer.Ok("four"));
        using var transport = new Transport
        { Resolver = static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.IPv6Loopback, IPAddress.Loopback]) };
        using var response = await transport.RoundTripAsync(new Request("GET", $"http://both.test:{server.Port}/")).AsTask()
            .WaitAsync(Wait.Limit);
        Assert.Equal("four", await response.Body.ReadAllTextAsync());
        await Wait.UntilNothingIsLeftAsync(transport);
    }
}
