using RouteGen.IO;

namespace Runtime.Tests.IO;

public class ConnWordTests
{
    [Fact]
    public void An_event_on_a_free_word_is_the_reason_of_a_turn()
    {
        var word = default(ConnWord);
        Assert.False(word.IsOwned);
        Assert.Equal(Ready.Read | Ready.HangUp, word.Post(Ready.Read | Ready.HangUp).Turn);
        Assert.True(word.IsOwned);
        Assert.Equal(Ready.None, word.TryRelease());
        Assert.False(word.IsOwned);
    }

    [Fact]
    public void An_event_while_owned_is_found_by_the_release()
    {
        var word = ConnWord.NewOwned;
        var posted = word.Post(Ready.Read);
        Assert.Equal((Ready.None, Waiters.None), (posted.Turn, posted.Woken));
        Assert.Equal(Ready.Read, word.TryRelease());
        Assert.Equal(Ready.None, word.TryRelease());
    }

    [Fact]
    public void An_event_before_the_arming_means_try_again_once()
    {
        var word = ConnWord.NewOwned;
        word.Post(Ready.Read | Ready.Write);
        Assert.False(word.ArmRead());
        Assert.True(word.ArmRead());
        Assert.False(word.ArmWrite());
        Assert.True(word.ArmWrite());
    }

    [Theory]
    [InlineData(Ready.Read, Waiters.Read)]
    [InlineData(Ready.Write, Waiters.Write)]
    [InlineData(Ready.HangUp, Waiters.Read | Waiters.Write)]
    [InlineData(Ready.Deadline, Waiters.Read | Waiters.Write)]
    [InlineData(Ready.Stop, Waiters.None)]
    internal void An_event_wakes_whom_it_concerns_once(Ready happened, Waiters concerned)
    {
        var word = ConnWord.NewOwned;
        Assert.True(word.ArmRead() && word.ArmWrite());
        Assert.Equal(concerned, word.Post(happened).Woken);
        Assert.Equal(Waiters.None, word.Post(happened).Woken);
    }

    [Theory]
    [InlineData(Ready.HangUp)]
    [InlineData(Ready.Deadline)]
    internal void A_lasting_event_is_given_to_each_waiter_once_and_to_the_release(Ready lasting)
    {
        var word = ConnWord.NewOwned;
        word.Post(lasting);
        Assert.False(word.ArmWrite());
        Assert.True(word.ArmWrite()); // no spinning: the other direction may wait on
        Assert.Equal(Waiters.Write, word.Post(Ready.Write).Woken);
        Assert.True(word.TryRelease().HasFlag(lasting));
        Assert.Equal(Ready.None, word.TryRelease());
    }

    [Fact]
    public void Room_to_write_alone_gives_no_turn()
    {
        var word = default(ConnWord);
        Assert.Equal(Ready.None, word.Post(Ready.Write).Turn);
        Assert.False(word.IsOwned);
        word.Post(Ready.Read);
        word.Post(Ready.Write);
        Assert.Equal(Ready.None, word.TryRelease());
    }

    [Fact]
    public void Disarming_names_those_who_waited()
    {
        var word = ConnWord.NewOwned;
        Assert.True(word.ArmRead());
        Assert.Equal(Waiters.Read, word.Disarm(Waiters.Read | Waiters.Write));
        Assert.Equal(Waiters.None, word.Disarm(Waiters.Read | Waiters.Write));
        Assert.Equal(Waiters.None, word.Post(Ready.Read).Woken);
    }

    [Fact]
    public void Only_a_free_word_can_be_taken()
    {
        var word = default(ConnWord);
        Assert.True(word.TryTake());
        Assert.False(word.TryTake());
        Assert.Equal(Ready.None, word.TryRelease());
        Assert.True(word.TryTake());
    }
}
