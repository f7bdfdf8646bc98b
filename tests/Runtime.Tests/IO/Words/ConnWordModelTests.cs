using RouteGen.IO;

namespace Runtime.Tests.IO;

public class ConnWordModelTests
{
    private static readonly Ready[] s_events =
        [Ready.Read, Ready.Write, Ready.Read | Ready.Write, Ready.HangUp, Ready.Read | Ready.HangUp, Ready.Deadline, Ready.Stop];

    [Fact]
    public void No_order_of_steps_loses_an_event_or_makes_two_owners()
    {
        var states = 0;
        foreach (var other in Enum.GetValues<ConnWordModel.Other>())
        {
            foreach (var script in Scripts(other == ConnWordModel.Other.Nothing ? 3 : 2))
            {
                var model = new ConnWordModel(script, other);
                model.Check();
                states += model.StateCount;
            }
        }

        Assert.True(states > 100_000, $"the search is not a search: {states} states");
    }

    // Every sequence of events up to a length.
    private static IEnumerable<Ready[]> Scripts(int lengthMax)
    {
        IEnumerable<Ready[]> longest = [[]];
        for (var length = 0; length <= lengthMax; length++)
        {
            foreach (var script in longest) yield return script;
            longest = longest.SelectMany(script => s_events.Select(next => script.Append(next).ToArray())).ToArray();
        }
    }
}
